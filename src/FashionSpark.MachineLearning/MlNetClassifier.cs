using System.Numerics.Tensors;
using FashionSpark.Images;
using FashionSpark.Images.Features;
using FashionSpark.Models;

namespace FashionSpark.MachineLearning;

/// <summary>A baseline, loaded: features of the view, the linear model, and the temperature.</summary>
internal sealed class MlNetClassifier : IClassifier
{
    private readonly LinearModel _model;
    private readonly HogFeatures _features;
    private readonly ParallelOptions _parallel;

    private MlNetClassifier(ModelMetadata metadata, LinearModel model, string hash, int threads)
    {
        _model = model;
        _features = new HogFeatures(metadata.Width, metadata.Height, metadata.Channels);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Metadata = metadata;
        Views = metadata.CreateViews();
        Hash = hash;
    }

    public ModelMetadata Metadata { get; }

    public string Hash { get; }

    public PictureViews Views { get; }

    /// <exception cref="ModelFormatException">Damaged, or not one of ours.</exception>
    public static MlNetClassifier Open(string path, byte[] content, int threads)
    {
        (ModelMetadata metadata, LinearModel model) = MlNetModelFile.Parse(path, content).Load();
        return metadata.Views.Count <= 1
            ? new MlNetClassifier(metadata, model, ModelFormats.HashOf(content), threads)
            : throw new ModelFormatException($"'{path}' wants {metadata.Views.Count} views of an image; a baseline has one. Train it again.");
    }

    public void Predict(ReadOnlyMemory<byte> pixels, int images, Memory<float> probabilities)
    {
        var features = new byte[images * _features.Length];
        Parallel.For(0, images, _parallel, i => _features.Compute(
            pixels.Span.Slice(i * Views.Length, Views.Length), features.AsSpan(i * _features.Length, _features.Length)));
        int classes = Metadata.Classes.Count;
        Span<float> answers = probabilities.Span[..(images * classes)];
        _model.Predict(new FeatureMatrix(features, new int[images], _features.Length), answers);
        for (int i = 0; i < images; i++)
        {
            Temper(answers.Slice(i * classes, classes));
        }
    }

    public void Dispose()
    {
        // Nothing but managed memory.
    }

    /// <summary>softmax(log(p) / temperature), as in the graph of an ONNX model.</summary>
    private void Temper(Span<float> probabilities)
    {
        if (Metadata.Temperature == 1)
        {
            return;
        }

        TensorPrimitives.Max(probabilities, float.Epsilon, probabilities);
        TensorPrimitives.Log(probabilities, probabilities);
        TensorPrimitives.Divide(probabilities, (float)Metadata.Temperature, probabilities);
        TensorPrimitives.SoftMax(probabilities, probabilities);
    }
}
