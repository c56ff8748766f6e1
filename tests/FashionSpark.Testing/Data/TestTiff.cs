using System.Buffers.Binary;

namespace FashionSpark.Testing.Data;

/// <summary>TIFF files written by hand: one strip, numbers with the lowest byte first.</summary>
public static class TestTiff
{
    public const int Width = 256;
    public const int Height = 257;
    public const int Bits = 258;
    public const int Compression = 259;
    public const int Photometric = 262;
    public const int StripOffsets = 273;
    public const int Orientation = 274;
    public const int Samples = 277;
    public const int RowsPerStrip = 278;
    public const int StripLengths = 279;
    public const int Sampling = 530;
    public const int Depth = 32997;

    /// <summary>A picture of 8-bit samples, 1 (grey, black is zero) or 3 (RGB) a pixel.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="samples">The pixels.</param>
    /// <param name="deflate">Whether they are compressed.</param>
    /// <param name="changes">Tags with other values, or more tags.</param>
    public static byte[] Write(int width, int height, byte[] samples, bool deflate = false, params (int Tag, long Value)[] changes)
    {
        int channels = samples.Length / (width * height);
        byte[] data = deflate ? TestPng.Compress(samples) : samples;
        var tags = new SortedDictionary<int, long>
        {
            [Width] = width,
            [Height] = height,
            [Bits] = 8,
            [Compression] = deflate ? 8 : 1,
            [Photometric] = channels == 1 ? 1 : 2,
            [StripOffsets] = 8,
            [Samples] = channels,
            [RowsPerStrip] = height,
            [StripLengths] = data.Length,
        };
        foreach ((int tag, long value) in changes)
        {
            tags[tag] = value;
        }

        int directory = 8 + data.Length + (data.Length & 1);
        var file = new byte[directory + 2 + (12 * tags.Count) + 4 + 6];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), directory);
        data.CopyTo(file, 8);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(directory), (short)tags.Count);
        Span<byte> entry = file.AsSpan(directory + 2);
        foreach ((int tag, long value) in tags)
        {
            // Bits of each of several samples do not fit into the entry; they lie at the end.
            bool apart = tag == Bits && channels == 3;
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)(apart ? 3 : 4));
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], apart ? 3 : 1);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], apart ? (uint)file.Length - 6 : (uint)value);
            entry = entry[12..];
            for (int sample = 0; apart && sample < 3; sample++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(file.Length - 6 + (2 * sample)), (ushort)value);
            }
        }

        return file;
    }

    /// <summary>The same file with another type, count and place of a tag's value.</summary>
    public static byte[] WithEntry(byte[] tiff, int tag, int type, uint count, uint place)
    {
        byte[] changed = [.. tiff];
        Span<byte> entry = Entry(changed, tag);

        BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)type);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], count);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], place);
        return changed;
    }

    /// <summary>The same file with one tag called by another's number.</summary>
    public static byte[] WithTagAs(byte[] tiff, int tag, int other)
    {
        byte[] changed = [.. tiff];
        Span<byte> entry = Entry(changed, tag);

        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)other);
        return changed;
    }

    private static Span<byte> Entry(byte[] tiff, int tag)
    {
        Span<byte> entry = tiff.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(4)) + 2);
        while (BinaryPrimitives.ReadUInt16LittleEndian(entry) != tag)
        {
            entry = entry[12..];
        }

        return entry;
    }
}
