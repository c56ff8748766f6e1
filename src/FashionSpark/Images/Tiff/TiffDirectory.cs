using System.Buffers.Binary;

namespace FashionSpark.Images;

/// <summary>
/// The first directory of a TIFF 6.0 file: tags and their whole numbers. Every value must lie inside the file, each in bytes of its
/// own, so that all of them together ask for no more memory than the file has bytes.
/// </summary>
internal readonly ref struct TiffDirectory
{
    /// <summary>Ten times what cameras and scanners write. LibTiff.NET sorts its list of tags anew for each that it does not know: 84 s for 32,000.</summary>
    private const int MostEntries = 1000;

    private const int EntryLength = 12;

    /// <summary>Bytes of a value that stands in its entry.</summary>
    private const int InEntry = 4;

    private const int ShortType = 3;
    private const int LongType = 4;

    private static ReadOnlySpan<byte> TypeSizes => [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

    private readonly ReadOnlySpan<byte> _content;
    private readonly ReadOnlySpan<byte> _entries;
    private readonly bool _little;

    /// <exception cref="ImageFormatException">The directory, or a value of it, does not lie in the file.</exception>
    public TiffDirectory(ReadOnlySpan<byte> content)
    {
        _content = content;
        _little = content[0] == 'I';
        long start = content.Length >= 8 ? UInt32(content[4..]) : long.MaxValue;
        int entries = start <= content.Length - 2 ? UInt16(content[(int)start..]) : 0;
        if (start > content.Length - 2 || start + 2 + (entries * EntryLength) > content.Length)
        {
            throw new ImageFormatException(QuarantineReason.Truncated, $"The TIFF ends after {content.Length} bytes, before its directory at byte {(start == long.MaxValue ? 4 : start)} does.");
        }

        if (entries > MostEntries)
        {
            throw new ImageFormatException(QuarantineReason.TooLarge, $"The directory of the TIFF has {entries} tags; the limit is {MostEntries}.");
        }

        _entries = content.Slice((int)start + 2, entries * EntryLength);
        CheckEntries();
    }

    /// <summary>The value of a tag with one; the default where it is not there.</summary>
    public long Value(int tag, long absent) => Values(tag) is [long first, ..] ? first : absent;

    /// <summary>All values of a tag; empty where it is not there.</summary>
    /// <exception cref="ImageFormatException">They are no whole numbers.</exception>
    public long[] Values(int tag)
    {
        ReadOnlySpan<byte> entry = Find(tag);
        if (entry.IsEmpty)
        {
            return [];
        }

        int type = UInt16(entry[2..]);
        if (type is not (ShortType or LongType))
        {
            throw new ImageFormatException(QuarantineReason.Corrupt, $"Tag {tag} of the TIFF has type {type}, expected a whole number.");
        }

        ReadOnlySpan<byte> bytes = Bytes(entry);
        var values = new long[bytes.Length / TypeSizes[type]];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = type == ShortType ? UInt16(bytes[(2 * i)..]) : UInt32(bytes[(4 * i)..]);
        }

        return values;
    }

    /// <summary>The bytes of a tag as they are; empty where it is not there.</summary>
    public ReadOnlySpan<byte> Raw(int tag) => Find(tag) is { IsEmpty: false } entry ? Bytes(entry) : [];

    private ReadOnlySpan<byte> Find(int tag)
    {
        for (int i = 0; i < _entries.Length; i += EntryLength)
        {
            if (UInt16(_entries[i..]) == tag)
            {
                return _entries.Slice(i, EntryLength);
            }
        }

        return [];
    }

    private void CheckEntries()
    {
        var tags = new HashSet<int>();
        long total = 0;
        for (int i = 0; i < _entries.Length; i += EntryLength)
        {
            ReadOnlySpan<byte> entry = _entries.Slice(i, EntryLength);
            int tag = UInt16(entry);
            long length = LengthOf(entry);
            if (length > InEntry && UInt32(entry[8..]) + length > _content.Length)
            {
                throw new ImageFormatException(
                    QuarantineReason.Truncated, $"Tag {tag} of the TIFF ends at byte {UInt32(entry[8..]) + length}; the file has {_content.Length}.");
            }

            // Which of two counts is not the same for every reader.
            if (!tags.Add(tag))
            {
                throw new ImageFormatException(QuarantineReason.Corrupt, $"Tag {tag} is twice in the TIFF.");
            }

            total += length;
        }

        if (total > _content.Length)
        {
            throw new ImageFormatException(QuarantineReason.Corrupt, "Values of the TIFF's tags lie over each other.");
        }
    }

    private ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> entry)
    {
        long length = LengthOf(entry);
        return length <= InEntry ? entry.Slice(8, (int)length) : _content.Slice((int)UInt32(entry[8..]), (int)length);
    }

    /// <summary>Bytes of a value, which stands in the entry itself or elsewhere.</summary>
    private long LengthOf(ReadOnlySpan<byte> entry) => UInt16(entry[2..]) is var type && type < TypeSizes.Length ? TypeSizes[type] * (long)UInt32(entry[4..]) : 0;

    private int UInt16(ReadOnlySpan<byte> bytes) =>
        _little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private uint UInt32(ReadOnlySpan<byte> bytes) =>
        _little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
