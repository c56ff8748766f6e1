namespace FashionSpark.Images;

/// <summary>Reads some formats. The same bytes give the same pixels on every machine.</summary>
public interface IImageDecoder
{
    /// <summary>Whether bytes that begin like this are of a format it reads.</summary>
    bool CanDecode(ReadOnlySpan<byte> head);

    /// <summary>Whether it is known never to take the process down, so that nobody needs to watch it.</summary>
    bool IsSafe => false;

    /// <summary>Reads the header alone: no memory is taken for pixels.</summary>
    /// <exception cref="ImageFormatException">The picture cannot be used; the reason says why.</exception>
    EncodedImage Open(ReadOnlyMemory<byte> content);
}
