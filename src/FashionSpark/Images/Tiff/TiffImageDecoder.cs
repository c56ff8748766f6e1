namespace FashionSpark.Images;

/// <summary>Decodes the first page of a TIFF with LibTiff.NET, which is managed code: a fault in it is an exception.</summary>
internal sealed class TiffImageDecoder : IImageDecoder
{
    public bool CanDecode(ReadOnlySpan<byte> head) =>
        head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8);

    public EncodedImage Open(ReadOnlyMemory<byte> content) => new TiffImage(content, TiffHeaderReader.Read(content.Span));
}
