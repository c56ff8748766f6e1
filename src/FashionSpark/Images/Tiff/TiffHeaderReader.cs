namespace FashionSpark.Images;

/// <summary>Reads and checks the first directory, so that what it asks for is bounded before LibTiff.NET sees it.</summary>
internal static class TiffHeaderReader
{
    private const int OldJpeg = 6;
    private const int Jpeg = 7;

    /// <summary>A plane a sample, in strips or tiles of its own.</summary>
    private const int Separate = 2;

    /// <summary>Passes over the whole picture that JPEG in it may ask for: one a sample, if they do not come together.</summary>
    private const int MostScans = 5;

    /// <summary>Pixels in all scans that any picture may have, so that ordinary ones may be progressive: up to 20 s in LibTiff.NET.</summary>
    private const long PixelsInScansOfAnyPicture = 500_000_000;

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

        if (directory.Value(32997, 1) != 1 || directory.Value(32998, 1) != 1)
        {
            throw Unsupported("is a solid, with a depth");
        }

        if (directory.Values(530).Any(part => part is not (1 or 2 or 4)))
        {
            throw Unsupported($"has its colours sampled {string.Join(" x ", directory.Values(530))}");
        }
    }

    /// <summary>Strips or tiles must be as many as the picture needs and lie in the file, each its own bytes.</summary>
    private static void CheckData(ReadOnlySpan<byte> content, TiffDirectory directory, long width, long height)
    {
        bool tiled = directory.Value(322, 0) > 0 || directory.Value(323, 0) > 0;
        long needed = tiled ? CountTiles(directory, width, height) : CountStrips(directory, height);
        needed *= directory.Value(284, 1) == Separate ? directory.Value(277, 1) : 1;
        long[] offsets = directory.Values(tiled ? 324 : 273);
        long[] lengths = directory.Values(tiled ? 325 : 279);
        if (offsets.Length < needed || offsets.Length != lengths.Length)
        {
            throw new ImageFormatException(
                QuarantineReason.Corrupt, $"The TIFF has {offsets.Length} places and {lengths.Length} lengths of its data; its picture needs {needed}.");
        }

        bool jpeg = directory.Value(259, 1) == Jpeg;
        long total = 0;
        long passes = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            total += lengths[i];
            if (offsets[i] + lengths[i] > content.Length)
            {
                throw new ImageFormatException(
                    QuarantineReason.Truncated, $"Part {i} of the TIFF's data ends at byte {offsets[i] + lengths[i]}; the file has {content.Length}.");
            }

            passes += jpeg ? JpegHeaderReader.Read(content.Slice((int)offsets[i], (int)lengths[i])).PixelsInScans : 0;
        }

        if (total > content.Length)
        {
            throw new ImageFormatException(QuarantineReason.Corrupt, "Parts of the TIFF's data lie over each other.");
        }

        if (passes > Math.Max(PixelsInScansOfAnyPicture, MostScans * width * height))
        {
            throw new ImageFormatException(QuarantineReason.TooLarge, $"The JPEG parts of the TIFF ask for {passes} pixels in all their scans, for a picture of {width} x {height}.");
        }
    }

    /// <summary>Tiles may reach over the picture, within reason.</summary>
    private static long CountTiles(TiffDirectory directory, long width, long height)
    {
        long tileWidth = directory.Value(322, 0);
        long tileHeight = directory.Value(323, 0);

        // 1024 x 1024 is the largest tile in use; a picture of one pixel may come in one.
        if (tileWidth < 1 || tileHeight < 1 || Padded(width, tileWidth) * (double)Padded(height, tileHeight) > (4.0 * width * height) + (1 << 20))
        {
            throw new ImageFormatException(QuarantineReason.Corrupt, $"The TIFF has tiles of {tileWidth} x {tileHeight} for a picture of {width} x {height}.");
        }

        return Padded(width, tileWidth) / tileWidth * (Padded(height, tileHeight) / tileHeight);
    }

    private static long CountStrips(TiffDirectory directory, long height)
    {
        long rows = directory.Value(278, height);
        return rows > 0 ? (height + rows - 1) / rows : throw new ImageFormatException(QuarantineReason.Corrupt, $"The TIFF has {rows} rows in a strip.");
    }

    private static long Padded(long side, long tile) => (side + tile - 1) / tile * tile;

    private static ImageFormatException Unsupported(string what) => new(QuarantineReason.Unsupported, $"The TIFF {what}; save the picture as JPEG, PNG or an ordinary TIFF.");
}
