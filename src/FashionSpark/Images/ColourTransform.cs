using SkiaSharp;

namespace FashionSpark.Images;

/// <summary>
/// From the colours of a profile made of curves and a matrix (Display P3, Adobe RGB, cameras' and screens' own) to sRGB, in whole
/// numbers: Skia's own conversion computes in floats, in other ways on other processors.
/// </summary>
internal sealed class ColourTransform
{
    /// <summary>Bits of linear light: a step of 1/16384 is a fifth of a step of sRGB where that is finest.</summary>
    private const int LightBits = 14;

    private const int LightSteps = 1 << LightBits;

    private static readonly byte[] Encoded = [.. Enumerable.Range(0, LightSteps + 1).Select(light => EncodeSrgb(light / (double)LightSteps))];

    private readonly int[] _light;
    private readonly int[] _matrix;

    private ColourTransform(int[] light, int[] matrix)
    {
        _light = light;
        _matrix = matrix;
    }

    /// <summary>The colours of a profile; null where it is broken, or more than curves and a matrix.</summary>
    public static SKColorSpace? SpaceOf(byte[] profile)
    {
        using SKColorSpaceIccProfile? icc = SKColorSpaceIccProfile.Create(profile);
        return icc is null ? null : SKColorSpace.CreateIcc(icc);
    }

    /// <summary>Null where nothing is to be done, or where the profile is of another kind.</summary>
    public static ColourTransform? ToSrgb(SKColorSpace? space)
    {
        if (space is null || space.IsSrgb || !space.GetNumericalTransferFunction(out SKColorSpaceTransferFn curve) || !space.ToColorSpaceXyz(out SKColorSpaceXyz toXyz))
        {
            return null;
        }

        float[] matrix = SKColorSpaceXyz.Concat(SKColorSpaceXyz.Srgb.Invert(), toXyz).Values;
        return new ColourTransform(
            [.. Enumerable.Range(0, 256).Select(value => (int)Math.Round(Math.Clamp(Linear(curve, value / 255.0), 0, 1) * LightSteps))],
            [.. matrix.Select(weight => (int)Math.Round(weight * LightSteps))]);
    }

    /// <summary>Converts in place.</summary>
    /// <param name="image">A picture of 3 channels whose pixels are the first bytes of <paramref name="buffer"/>.</param>
    /// <param name="buffer">The memory of these pixels.</param>
    public PixelImage Apply(PixelImage image, PixelBuffer buffer)
    {
        Span<byte> rgb = buffer.Take(image.Pixels.Length).Span;
        for (int i = 0; i < rgb.Length; i += 3)
        {
            int red = _light[rgb[i]];
            int green = _light[rgb[i + 1]];
            int blue = _light[rgb[i + 2]];
            for (int channel = 0; channel < 3; channel++)
            {
                int row = 3 * channel;
                int light = ((_matrix[row] * red) + (_matrix[row + 1] * green) + (_matrix[row + 2] * blue) + (LightSteps / 2)) >> LightBits;
                rgb[i + channel] = Encoded[Math.Clamp(light, 0, LightSteps)];
            }
        }

        return image;
    }

    /// <summary>The parametric curve of ICC.1, type 4: (ax + b)^g + e from d on, cx + f below.</summary>
    private static double Linear(SKColorSpaceTransferFn curve, double value) => value < curve.D
        ? (curve.C * value) + curve.F
        : Math.Pow((curve.A * value) + curve.B, curve.G) + curve.E;

    /// <summary>IEC 61966-2-1.</summary>
    private static byte EncodeSrgb(double light) =>
        (byte)Math.Round(255 * (light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055));
}
