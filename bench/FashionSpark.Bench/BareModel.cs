using FashionSpark.Models;
using Microsoft.ML.OnnxRuntime;
using ModelMetadata = FashionSpark.Models.ModelMetadata;

namespace FashionSpark.Bench;

/// <summary>ONNX Runtime alone: a session, whole batches, no code of ours around it.</summary>
internal sealed class BareModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly IClassifier _model;

    public BareModel(string path, int threads, IClassifier model)
    {
        _model = model;
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        _session = new InferenceSession(path, options);
    }

    /// <param name="pixels">All views of all images.</param>
    /// <param name="first">The first image of the batch.</param>
    /// <param name="images">Images of the batch.</param>
    public void Run(byte[] pixels, int first, int images)
    {
        ModelMetadata metadata = _model.Metadata;
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance,
            pixels.AsMemory(first * _model.InputLength, images * _model.InputLength),
            [(long)images * _model.Views.Count, metadata.Height, metadata.Width, metadata.Channels]);
        using IDisposableReadOnlyCollection<OrtValue> output = _session.Run(_run, [ModelMetadata.InputName], [input], [ModelMetadata.ProbabilitiesName]);
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
