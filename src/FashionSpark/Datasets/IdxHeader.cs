using System.Buffers.Binary;

namespace FashionSpark.Datasets;

/// <summary>
/// Head of an IDX file of bytes: two zero bytes, type 0x08, number of dimensions, then each dimension as a big-endian
/// 32-bit number (the format's description is on the MNIST page).
/// </summary>
/// <param name="Dimensions">Sizes, outermost first.</param>
public sealed record IdxHeader(IReadOnlyList<int> Dimensions)
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Bytes of the head.</summary>
    public int Length => 4 + (4 * Dimensions.Count);

    /// <summary>Items along the first dimension.</summary>
    public int Count => Dimensions[0];

    /// <summary>Bytes of one item: the product of all dimensions but the first.</summary>
    public int ItemLength => Dimensions.Skip(1).Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Whether bytes begin like an IDX file of bytes with one to three dimensions.</summary>
    public static bool IsIdx(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && head[0] == 0 && head[1] == 0 && head[2] == UnsignedByte && head[3] is >= 1 and <= 3;

    /// <summary>Reads a head; null where the bytes are not one or a dimension is not positive.</summary>
    public static IdxHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (!IsIdx(bytes) || bytes.Length < 4 + (4 * bytes[3]))
        {
            return null;
        }

        var dimensions = new int[bytes[3]];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(4 + (4 * i))..]);
        }

        return dimensions.All(size => size > 0) ? new IdxHeader(dimensions) : null;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        bytes[2] = UnsignedByte;
        bytes[3] = (byte)Dimensions.Count;
        for (int i = 0; i < Dimensions.Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), Dimensions[i]);
        }

        return bytes;
    }
}
