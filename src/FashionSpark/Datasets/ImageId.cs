using System.Globalization;
using System.Security.Cryptography;

namespace FashionSpark.Datasets;

/// <summary>
/// The identity of an image: the first 128 bits of the SHA-256 of its source bytes, as 32 lower-case hexadecimal
/// digits. Splits and training partitions follow from it alone, so they are the same whatever the partitioning of a
/// run, the order of files, or the engine.
/// </summary>
public static class ImageId
{
    /// <summary>Digits of an id.</summary>
    public const int Length = 32;

    public static string Compute(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash[..(Length / 2)]);
    }

    /// <summary>The training partition of an image, 0 to <paramref name="partitions"/> - 1: its first 32 bits modulo the number.</summary>
    public static int Bucket(ReadOnlySpan<char> id, int partitions) =>
        (int)(uint.Parse(id[..8], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) % (uint)partitions);

    /// <summary>A number in [0, 1) from the last 64 bits, for splits; independent of <see cref="Bucket"/>.</summary>
    public static double Fraction(ReadOnlySpan<char> id) =>
        ulong.Parse(id[(Length / 2)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 18446744073709551616.0;
}
