namespace FashionSpark.Models;

/// <summary>A kind of model file.</summary>
public interface IModelFormat
{
    /// <summary>Its name for people, such as <c>ML.NET</c>.</summary>
    string Name { get; }

    /// <summary>Whether content is of this kind, by its first bytes.</summary>
    bool Recognises(ReadOnlySpan<byte> content);

    /// <param name="path">The file, for messages.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="threads">Processor threads of one call.</param>
    /// <exception cref="ModelFormatException">Damaged, or not one of ours.</exception>
    IClassifier Open(string path, byte[] content, int threads);

    /// <exception cref="ModelFormatException">Damaged.</exception>
    IModelFile Read(string path, byte[] content);
}
