using System.Buffers.Binary;

namespace FashionSpark.Images;

/// <summary>Decodes PNG, WebP, GIF and BMP with Skia; of an animation the first frame.</summary>
internal sealed class SkiaImageDecoder : IImageDecoder
{
    private const int BmpFileHeader = 14;

    public bool CanDecode(ReadOnlySpan<byte> head) => IsPng(head) || IsWebP(head) || IsGif(head) || IsBmp(head);

    public EncodedImage Open(ReadOnlyMemory<byte> content)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (IsWebP(bytes) && BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) > bytes.Length - 8)
        {
            throw new ImageFormatException(
                QuarantineReason.Truncated, $"The WebP says it has {BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L} bytes; {bytes.Length} are there.");
        }

        if (IsPng(bytes))
        {
            PngText.Check(bytes);
        }

        return new SkiaImage(new SkiaPicture(content));
    }

    private static bool IsPng(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47]);

    private static bool IsWebP(ReadOnlySpan<byte> head) => head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8);

    private static bool IsGif(ReadOnlySpan<byte> head) => head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8);

    /// <summary>Two letters begin many a text; the size of the header after them is one of few.</summary>
    private static bool IsBmp(ReadOnlySpan<byte> head) =>
        head.StartsWith("BM"u8) && head.Length >= BmpFileHeader + 4
        && BinaryPrimitives.ReadUInt32LittleEndian(head[BmpFileHeader..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124;
}
