using FashionSpark.Images;

namespace FashionSpark.Models;

/// <summary>A trained model, loaded, whatever kind of file it came from. Safe to use from several threads.</summary>
public interface IClassifier : IDisposable
{
    ModelMetadata Metadata { get; }

    /// <summary>SHA-256 of the file in hexadecimal.</summary>
    string Hash { get; }

    /// <summary>Name and head of the hash: what tables call the model.</summary>
    string Label => ModelFormats.Label(Metadata.Name, Hash);

    /// <summary>What it takes of a prepared image.</summary>
    PictureViews Views { get; }

    /// <summary>Bytes of one image in all its views.</summary>
    int InputLength => Views.Length;

    /// <summary>
    /// Calibrated probabilities of <paramref name="images"/> images: in images x views x height x width x channels bytes, out
    /// images x classes. An image's answer is the same to the last bit whichever images are asked for with it.
    /// </summary>
    void Predict(ReadOnlyMemory<byte> pixels, int images, Memory<float> probabilities);

    /// <summary>
    /// Where the model looks in the first view of one image: what speaks for a class where it can say, else where it is
    /// active; null where a model of this kind cannot say either.
    /// </summary>
    /// <param name="pixels">All views of the image.</param>
    /// <param name="label">The class.</param>
    HeatMap? HeatMap(ReadOnlyMemory<byte> pixels, int label) => null;
}
