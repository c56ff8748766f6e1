using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Models;

namespace FashionSpark.Scoring;

/// <summary>Answers for single images, by the same decoding and the same model file as the job's.</summary>
public sealed class Predictor : IDisposable
{
    private readonly IClassifier _model;
    private readonly InputReader _reader;

    private Predictor(IClassifier model, int maxMegapixels)
    {
        _model = model;
        _reader = new InputReader(model, ImageDecoders.Default.WithLimit(maxMegapixels));
    }

    public ModelMetadata Model => _model.Metadata;

    /// <param name="modelPath">The model's file.</param>
    /// <param name="threads">Processor threads of an answer.</param>
    /// <param name="maxMegapixels">Larger pictures are refused by their header.</param>
    /// <exception cref="ModelFormatException">Missing, or not one of our models.</exception>
    public static Predictor Open(string modelPath, int threads = 1, int maxMegapixels = ImageDecoders.DefaultMaxMegapixels) =>
        new(ModelFormats.Open(modelPath, threads), maxMegapixels);

    /// <exception cref="DatasetException">The file does not exist or cannot be read.</exception>
    /// <exception cref="ImageFormatException">The file is no image that can be used.</exception>
    public Prediction Predict(string file)
    {
        try
        {
            return Predict(file, Read(file));
        }
        catch (ImageFormatException e)
        {
            throw new ImageFormatException(e.Reason, $"'{file}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>An answer for encoded bytes.</summary>
    /// <exception cref="ImageFormatException">The bytes are no image that can be used.</exception>
    public Prediction Predict(string source, ReadOnlyMemory<byte> content)
    {
        var probabilities = new float[Model.Classes.Count];
        _model.Predict(_reader.Read(content), 1, probabilities);
        return Prediction.Of(source, Model, probabilities);
    }

    public void Dispose() => _model.Dispose();

    private static byte[] Read(string file)
    {
        try
        {
            // The limit of prepare. A pipe has no length; whoever names one here wants it read.
            return new FileInfo(file) is { Exists: true, Length: > BinaryFileSchema.MostBytes } large
                ? throw new ImageFormatException(QuarantineReason.TooLarge, $"It has {large.Length >> 20} MiB; the limit is {BinaryFileSchema.MostBytes >> 20} MiB.")
                : File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"Image '{file}' cannot be read: {e.Message}", e);
        }
    }
}
