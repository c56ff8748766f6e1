using System.Buffers.Binary;

namespace FashionSpark.Testing.Data;

/// <summary>JPEG files with more in them than an encoder writes.</summary>
public static class TestJpeg
{
    /// <summary>The same picture with a segment behind its start.</summary>
    public static byte[] WithSegment(byte[] jpeg, byte marker, ReadOnlySpan<byte> data)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(data.Length + 2));
        return [.. jpeg[..2], 0xff, marker, .. length, .. data, .. jpeg[2..]];
    }

    /// <summary>The same picture with an EXIF orientation.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation, bool bigEndian = false) => WithSegment(jpeg, 0xe1, Exif(orientation, bigEndian));

    /// <summary>The same picture with other sides in its header, and its one scan many times over.</summary>
    public static byte[] WithScans(byte[] jpeg, int scans, ushort width, ushort height)
    {
        byte[] changed = [.. jpeg];
        int frame = changed.AsSpan().IndexOf((byte[])[0xff, 0xc0]);
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(frame + 5), height);
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(frame + 7), width);
        int scan = changed.AsSpan().IndexOf((byte[])[0xff, 0xda]);
        return [.. changed[..scan], .. Enumerable.Repeat(changed[scan..^2], scans).SelectMany(bytes => bytes), .. changed[^2..]];
    }

    /// <summary>EXIF data of a JPEG: one directory of one entry.</summary>
    public static byte[] Exif(int orientation, bool bigEndian = false) =>
    [
        .. "Exif\0\0"u8,
        .. bigEndian
            ? (byte[])[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0]
            : [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 18, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0],
    ];
}
