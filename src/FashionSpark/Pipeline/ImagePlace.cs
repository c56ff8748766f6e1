using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FashionSpark.Pipeline;

/// <summary>Where an image is in its source: name, split and label, as 64 bits to compare.</summary>
internal static class ImagePlace
{
    public static ulong Of(string source, string split, int label)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{label}\n{split}\n{source}")), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
