using System.Buffers.Binary;

namespace FashionSpark.Images;

/// <summary>Finds the orientation in EXIF data. Whatever is broken there counts as upright: EXIF is no reason to refuse a picture.</summary>
internal static class ExifOrientation
{
    private const int OrientationTag = 274;
    private const int ShortType = 3;
    private const int EntryLength = 12;

    /// <summary>From an APP1 segment of a JPEG.</summary>
    public static Orientation ReadSegment(ReadOnlySpan<byte> segment) =>
        segment.StartsWith("Exif\0"u8) && segment.Length > 6 ? Read(segment[6..]) : Orientation.Upright;

    /// <summary>From the TIFF structure that EXIF is: byte order, offset of the first directory, entries of 12 bytes.</summary>
    public static Orientation Read(ReadOnlySpan<byte> tiff)
    {
        bool little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || (!little && !tiff.StartsWith("MM\0*"u8)))
        {
            return Orientation.Upright;
        }

        uint directory = ReadUInt32(tiff[4..], little);
        if (directory > tiff.Length - 2)
        {
            return Orientation.Upright;
        }

        int entries = ReadUInt16(tiff[(int)directory..], little);
        ReadOnlySpan<byte> entry = tiff[((int)directory + 2)..];
        for (; entries > 0 && entry.Length >= EntryLength; entries--, entry = entry[EntryLength..])
        {
            if (ReadUInt16(entry, little) == OrientationTag && ReadUInt16(entry[2..], little) == ShortType)
            {
                return OrientationExtensions.FromTag(ReadUInt16(entry[8..], little));
            }
        }

        return Orientation.Upright;
    }

    private static int ReadUInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
