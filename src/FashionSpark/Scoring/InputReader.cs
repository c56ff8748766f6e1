using FashionSpark.Images;
using FashionSpark.Models;

namespace FashionSpark.Scoring;

/// <summary>From encoded bytes to what a model takes. Any number of threads may use one.</summary>
public sealed class InputReader
{
    private readonly IClassifier _model;
    private readonly ImageNormalizer _normalizer;

    /// <param name="model">Says how pictures are prepared, and which views of them it takes.</param>
    /// <param name="decoders">The formats to read, and their limit.</param>
    public InputReader(IClassifier model, ImageDecoders decoders)
    {
        _model = model;
        _normalizer = model.Metadata.CreateNormalizer(decoders);
    }

    /// <summary>All views of the picture: <see cref="IClassifier.InputLength"/> bytes.</summary>
    /// <exception cref="ImageFormatException">The bytes are no image that can be used.</exception>
    public byte[] Read(ReadOnlyMemory<byte> content)
    {
        var pixels = new byte[_model.InputLength];
        _model.Views.Write(_normalizer.Normalize(content), pixels);
        return pixels;
    }
}
