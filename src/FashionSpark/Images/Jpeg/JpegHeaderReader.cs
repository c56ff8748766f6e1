using System.Buffers.Binary;

namespace FashionSpark.Images;

/// <summary>
/// Walks all markers of a JPEG (ITU-T T.81, annex B), skipping over the data of its scans. So a picture that ends too early,
/// is of a kind we do not read, or would keep a decoder busy for minutes is known before a decoder sees it.
/// </summary>
internal ref struct JpegHeaderReader
{
    /// <summary>
    /// A scan of a few bytes asks for a pass over the whole picture. Ordinary progressive pictures have about 10; this is 20 passes over
    /// 100 megapixels, a few seconds of work.
    /// </summary>
    private const long MostPixelsInScans = 2_000_000_000;

    /// <summary>Scans that any picture may have, so that one above the limit of pixels is refused for that.</summary>
    private const int ScansOfAnyPicture = 20;

    private const int Coefficients = 64;

    private readonly ReadOnlySpan<byte> _content;
    private int _position;
    private ReadOnlySpan<byte> _frame;
    private bool _progressive;
    private int _scans;
    private Orientation _orientation;
    private JpegProfile? _profile;
    private int[]? _missingBits;

    private JpegHeaderReader(ReadOnlySpan<byte> content)
    {
        _content = content;
        _position = 2;
        _orientation = Orientation.Upright;
    }

    private readonly int Width => BinaryPrimitives.ReadUInt16BigEndian(_frame[3..]);

    private readonly int Height => BinaryPrimitives.ReadUInt16BigEndian(_frame[1..]);

    private readonly long PixelsInScans => (long)_scans * Width * Height;

    /// <exception cref="ImageFormatException">It has no end, no picture, or is of a kind that is not read.</exception>
    public static JpegHeader Read(ReadOnlySpan<byte> content)
    {
        var reader = new JpegHeaderReader(content);
        reader.ReadMarkers();
        return reader.Finish();
    }

    private void ReadMarkers()
    {
        while (true)
        {
            byte marker = NextMarker();
            if (marker == 0xd9)
            {
                return;
            }

            if (marker is 0x01 or (>= 0xd0 and <= 0xd8))
            {
                continue;
            }

            ReadOnlySpan<byte> segment = ReadSegment();
            switch (marker)
            {
                case 0xda:
                    ReadScan(segment);
                    break;
                case 0xe1:
                    _orientation = _orientation == Orientation.Upright ? ExifOrientation.ReadSegment(segment) : _orientation;
                    break;
                case 0xe2:
                    _profile ??= new JpegProfile();
                    _profile.Add(segment);
                    break;
                case >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc):
                    ReadFrame(marker, segment);
                    break;
            }
        }
    }

    /// <summary>The code after the next 0xff, over any bytes before it; in the data of a scan, 0xff 0x00 is a byte and 0xff 0xd0 to 0xd7 are restarts.</summary>
    private byte NextMarker()
    {
        while (true)
        {
            int found = _content[_position..].IndexOf((byte)0xff);
            if (found < 0 || _position + found + 1 >= _content.Length)
            {
                throw new ImageFormatException(QuarantineReason.Truncated, $"The JPEG ends after {_content.Length} bytes without its end marker.");
            }

            _position += found + 1;
            byte code = _content[_position];
            if (code == 0xff)
            {
                continue;
            }

            _position++;
            if (code != 0)
            {
                return code;
            }
        }
    }

    private ReadOnlySpan<byte> ReadSegment()
    {
        int left = _content.Length - _position;
        int length = left < 2 ? 2 : BinaryPrimitives.ReadUInt16BigEndian(_content[_position..]);
        if (length < 2)
        {
            throw Corrupt($"a segment at byte {_position} has length {length}");
        }

        if (length > left)
        {
            throw new ImageFormatException(QuarantineReason.Truncated, $"The JPEG ends after {_content.Length} bytes inside a segment.");
        }

        ReadOnlySpan<byte> segment = _content.Slice(_position + 2, length - 2);
        _position += length;
        return segment;
    }

    private void ReadFrame(byte marker, ReadOnlySpan<byte> segment)
    {
        if (marker is not (0xc0 or 0xc1 or 0xc2))
        {
            throw new ImageFormatException(
                QuarantineReason.Unsupported, $"The JPEG is lossless, hierarchical or arithmetically coded (frame marker {marker:x2}); save it as an ordinary JPEG.");
        }

        if (!_frame.IsEmpty)
        {
            throw Corrupt("it has two frames");
        }

        if (segment.Length < 6 || segment.Length != 6 + (3 * segment[5]))
        {
            throw Corrupt("its frame header has a wrong length");
        }

        if (segment[0] != 8)
        {
            throw new ImageFormatException(QuarantineReason.Unsupported, $"The JPEG has {segment[0]} bits a sample; 8 are read.");
        }

        if (segment[5] is not (1 or 3 or 4))
        {
            throw new ImageFormatException(QuarantineReason.Unsupported, $"The JPEG has {segment[5]} colour components; 1, 3 or 4 are read.");
        }

        _frame = segment;
        _progressive = marker == 0xc2;
        if (_progressive)
        {
            _missingBits = new int[segment[5] * Coefficients];
            Array.Fill(_missingBits, -1);
        }
    }

    /// <summary>The header of a scan: which coefficients of which components, to which bit.</summary>
    private void ReadScan(ReadOnlySpan<byte> segment)
    {
        if (_frame.IsEmpty)
        {
            throw Corrupt("a scan comes before the frame");
        }

        if (segment.Length < 1 || segment.Length != 4 + (2 * segment[0]))
        {
            throw Corrupt("a scan's header has a wrong length");
        }

        _scans++;
        if (_scans > ScansOfAnyPicture && PixelsInScans > MostPixelsInScans)
        {
            throw new ImageFormatException(QuarantineReason.TooLarge, $"The JPEG has {_scans} scans or more, each a pass over {Width} x {Height} pixels.");
        }

        if (_missingBits is null)
        {
            return;
        }

        int first = segment[^3];
        int last = Math.Min((int)segment[^2], Coefficients - 1);
        for (int component = 0; component < segment[0]; component++)
        {
            int index = IndexOfComponent(segment[1 + (2 * component)]);
            for (int coefficient = first; coefficient <= last && index >= 0; coefficient++)
            {
                _missingBits[(index * Coefficients) + coefficient] = segment[^1] & 15;
            }
        }
    }

    private readonly int IndexOfComponent(byte id)
    {
        for (int index = 0; index < _frame[5]; index++)
        {
            if (_frame[6 + (3 * index)] == id)
            {
                return index;
            }
        }

        return -1;
    }

    private readonly JpegHeader Finish()
    {
        if (_frame.IsEmpty || _scans == 0)
        {
            throw Corrupt("it has no picture in it");
        }

        if (Width == 0 || Height == 0)
        {
            throw Corrupt($"its size is {Width} x {Height}");
        }

        return new JpegHeader
        {
            Width = Width,
            Height = Height,
            Components = _frame[5],
            HasCommonSampling = HasCommonSampling(_frame),
            IsComplete = _missingBits?.All(bits => bits == 0) ?? true,
            PixelsInScans = PixelsInScans,
            Orientation = _orientation,
            Profile = _profile?.Join() ?? [],
        };
    }

    private static bool HasCommonSampling(ReadOnlySpan<byte> frame) => frame[5] switch
    {
        1 => true,
        3 => frame[7] is 0x11 or 0x21 or 0x22 && frame[10] == 0x11 && frame[13] == 0x11,
        _ => false,
    };

    private static ImageFormatException Corrupt(string what) => new(QuarantineReason.Corrupt, $"The JPEG contradicts itself: {what}.");
}
