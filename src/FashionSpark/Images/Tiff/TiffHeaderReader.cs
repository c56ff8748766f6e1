namespace FashionSpark.Images;

/// <summary>Reads and checks the first directory, so that what it asks for is bounded before LibTiff.NET sees it.</summary>
internal static class TiffHeaderReader
{
    private const int OldJpeg = 6;
    private const int Jpeg = 7;

    /// <summary>None, the three of fax machines, LZW, JPEG, Deflate by both its numbers, PackBits.</summary>
    private static readonly long[] Compressions = [1, 2, 3, 4, 5, Jpeg, 8, 32773, 32946];

    /// <exception cref="ImageFormatException">It is cut, contradicts itself, or is of a kind that is not read.</exception>
    public static TiffHeader Read(ReadOnlySpan<byte> content)
    {
        if (content[2] == '+' || content[3] == '+')
        {
            throw Unsupported("is a BigTIFF");
        }

        var directory = new TiffDirectory(content);
        long width = directory.Value(256, 0);
        long height = directory.Value(257, 0);
        if (width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue)
        {
            throw new ImageFormatException(QuarantineReason.Corrupt, $"The TIFF says its size is {width} x {height}.");
        }

        CheckKind(directory);
        CheckData(content, directory, width, height);
        return new TiffHeader((int)width, (int)height, OrientationExtensions.FromTag((int)directory.Value(274, 1)), directory.Raw(34675).ToArray());
    }

    private static void CheckKind(TiffDirectory directory)
    {
        long compression = directory.Value(259, 1);
        if (!Compressions.Contains(compression))
        {
            throw Unsupported(compression == OldJpeg ? "has old-style JPEG in it" : $"is compressed in way {compression}");
        }

        long bits = directory.Values(258) is { Length: > 0 } all ? all.Max() : 1;
        long samples = directory.Value(277, 1);
        long form = directory.Value(339, 1);
        if (bits > 16 || samples is < 1 or > 5 || form is not (1 or 4))
        {
            throw Unsupported($"has {samples} samples of {bits} bits in form {form}; up to 5 whole numbers of up to 16 bits are read");
        }
    }

    /// <summary>Strips or tiles must lie in the file, each its own bytes; tiles may reach over the picture, within reason.</summary>
    private static void CheckData(ReadOnlySpan<byte> content, TiffDirectory directory, long width, long height)
    {
        long tileWidth = directory.Value(322, 0);
        long tileHeight = directory.Value(323, 0);
        bool tiled = tileWidth > 0 || tileHeight > 0;
        long[] offsets = directory.Values(tiled ? 324 : 273);
        long[] lengths = directory.Values(tiled ? 325 : 279);
        if (offsets.Length == 0 || offsets.Length != lengths.Length)
        {
            throw new ImageFormatException(QuarantineReason.Corrupt, $"The TIFF has {offsets.Length} places and {lengths.Length} lengths of its data.");
        }

        // 1024 x 1024 is the largest tile in use; a picture of one pixel may come in one.
        if (tiled && (tileWidth < 1 || tileHeight < 1 || Padded(width, tileWidth) * (double)Padded(height, tileHeight) > (4.0 * width * height) + (1 << 20)))
        {
            throw new ImageFormatException(QuarantineReason.Corrupt, $"The TIFF has tiles of {tileWidth} x {tileHeight} for a picture of {width} x {height}.");
        }

        long total = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            total += lengths[i];
            if (offsets[i] + lengths[i] > content.Length)
            {
                throw new ImageFormatException(
                    QuarantineReason.Truncated, $"Part {i} of the TIFF's data ends at byte {offsets[i] + lengths[i]}; the file has {content.Length}.");
            }

            if (directory.Value(259, 1) == Jpeg)
            {
                JpegHeaderReader.Read(content.Slice((int)offsets[i], (int)lengths[i]));
            }
        }

        if (total > content.Length)
        {
            throw new ImageFormatException(QuarantineReason.Corrupt, "Parts of the TIFF's data lie over each other.");
        }
    }

    private static long Padded(long side, long tile) => (side + tile - 1) / tile * tile;

    private static ImageFormatException Unsupported(string what) => new(QuarantineReason.Unsupported, $"The TIFF {what}; save the picture as JPEG, PNG or an ordinary TIFF.");
}
