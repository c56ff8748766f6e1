using System.Buffers.Binary;

namespace FashionSpark.Images;

/// <summary>
/// Bounds the compressed texts in a PNG. The decoder unpacks each and throws it away: a second a megabyte, so that a file
/// of a hundred megabytes would hold it for minutes, whatever the size of its picture.
/// </summary>
internal static class PngText
{
    /// <summary>Bytes of compressed text of a picture; what editors and generators leave is a thousandth of it.</summary>
    private const int Most = 4 << 20;

    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12;

    /// <exception cref="ImageFormatException">There is more of it.</exception>
    public static void Check(ReadOnlySpan<byte> png)
    {
        long total = 0;
        for (long position = SignatureLength; position + ChunkOverhead <= png.Length;)
        {
            ReadOnlySpan<byte> chunk = png[(int)position..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            ReadOnlySpan<byte> type = chunk.Slice(4, 4);
            total += type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8) ? length : 0;
            position += ChunkOverhead + length;
        }

        if (total > Most)
        {
            throw new ImageFormatException(QuarantineReason.TooLarge, $"The PNG carries {total} bytes of compressed text; the limit is {Most}.");
        }
    }
}
