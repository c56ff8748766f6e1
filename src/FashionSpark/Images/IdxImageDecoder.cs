using FashionSpark.Datasets;

namespace FashionSpark.Images;

/// <summary>Decodes one image in an IDX file of two dimensions: grey pixels as they are.</summary>
internal sealed class IdxImageDecoder : IImageDecoder
{
    public bool IsSafe => true;

    public bool CanDecode(ReadOnlySpan<byte> head) => IdxHeader.IsIdx(head);

    public EncodedImage Open(ReadOnlyMemory<byte> content)
    {
        if (IdxHeader.Read(content.Span) is not { Dimensions: [int height, int width] } header)
        {
            throw new ImageFormatException(QuarantineReason.Corrupt, "An IDX image must have two dimensions, height and width.");
        }

        if (content.Length - header.Length != (long)height * width)
        {
            throw new ImageFormatException(
                QuarantineReason.Truncated,
                $"An IDX image of {width} x {height} has {content.Length - header.Length} bytes of pixels, expected {(long)height * width}.");
        }

        return new IdxImage(width, height, content[header.Length..]);
    }

    private sealed class IdxImage(int width, int height, ReadOnlyMemory<byte> pixels) : EncodedImage(width, height)
    {
        protected override PixelImage DecodeStored(int reduction, ImageBuffers buffers) => new(StoredWidth, StoredHeight, 1, pixels);
    }
}
