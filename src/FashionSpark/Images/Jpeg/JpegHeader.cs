namespace FashionSpark.Images;

/// <summary>What the markers of a JPEG say, all of them read: nothing is decoded for it.</summary>
internal sealed class JpegHeader
{
    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>1 grey, 3 YCbCr or RGB, 4 CMYK or YCCK.</summary>
    public int Components { get; init; }

    /// <summary>Grey, or colour sampled 4:4:4, 4:2:2 or 4:2:0: what all versions of libjpeg-turbo decode alike.</summary>
    public bool HasCommonSampling { get; init; }

    /// <summary>Every coefficient is there to its last bit. Where a progressive picture lacks some, libjpeg guesses, each version in its own way.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Passes over the picture times its pixels: what decoding costs.</summary>
    public long PixelsInScans { get; init; }

    public Orientation Orientation { get; init; } = Orientation.Upright;

    /// <summary>The embedded colour profile; empty where there is none, or not all of it.</summary>
    public byte[] Profile { get; init; } = [];
}
