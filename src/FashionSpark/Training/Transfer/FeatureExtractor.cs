using FashionSpark.Models.Backbones;
using FashionSpark.Models.Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using ModelMetadata = FashionSpark.Models.ModelMetadata;

namespace FashionSpark.Training.Transfer;

/// <summary>A backbone, loaded: pictures in, features of each and of its mirror image out. Safe to use from several threads.</summary>
internal sealed class FeatureExtractor : IDisposable
{
    private static readonly string[] InputNames = [ModelMetadata.InputName];

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _outputNames;
    private readonly BackboneSpec _spec;

    /// <exception cref="ModelFormatException">The file is not there, is another one, or does not load.</exception>
    public FeatureExtractor(BackboneSpec spec, int threads)
    {
        _spec = spec;
        Backbone backbone = Backbone.Open(spec);
        GraphBuilder graph = new("features");
        (string features, _) = BackboneGraph.Add(graph, backbone, mirror: true);
        graph.Output(features, -1, spec.FeatureCount);
        _outputNames = [features];
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            _session = new InferenceSession(OnnxModelFile.Wrap(graph.Graph, backbone.Model).ToByteArray(), options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFormatException($"Backbone '{spec.Path}' does not load: {e.Message}", e);
        }
    }

    /// <param name="pixels">[pictures, size, size, 3].</param>
    /// <param name="pictures">Their number.</param>
    /// <param name="features">Gets [pictures, 2, features]: the picture, its mirror image.</param>
    public void Run(ReadOnlyMemory<byte> pixels, int pictures, Memory<float> features)
    {
        long size = _spec.Input.Size;
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, System.Runtime.InteropServices.MemoryMarshal.AsMemory(pixels), [pictures, size, size, BackboneInput.Channels]);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, features, [2L * pictures, _spec.FeatureCount]);
        _session.Run(_run, InputNames, [input], _outputNames, [output]);
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
