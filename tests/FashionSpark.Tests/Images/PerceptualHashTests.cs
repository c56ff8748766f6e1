using System.Numerics;
using FashionSpark.Images;

namespace FashionSpark.Tests.Images;

public sealed class PerceptualHashTests
{
    private readonly PerceptualHash _hash = new();

    [Fact]
    public void Compute_PlainPicture_IsZero() => Assert.Equal(0UL, _hash.Compute([.. Enumerable.Repeat((byte)200, 64 * 64 * 3)], 64, 64, 3));

    [Fact]
    public void Compute_SameSceneLargerBrighterGrey_DiffersInFewBits()
    {
        ulong hash = _hash.Compute(Scene(64, 64, 3), 64, 64, 3);

        Assert.InRange(BitOperations.PopCount(hash), 16, 32);
        Assert.InRange(Distance(hash, Scene(160, 160, 3)), 0, 3);
        Assert.InRange(Distance(hash, Scene(64, 64, 3, light: 20)), 0, 3);
        Assert.InRange(Distance(hash, Scene(64, 64, 3, phase: 2)), 16, 48);
        Assert.Equal(hash, _hash.Compute(Scene(64, 64, 1), 64, 64, 1));
    }

    [Fact]
    public void Compute_SmallerThanItsCells_Works() => Assert.NotEqual(0UL, _hash.Compute(Scene(9, 5, 1), 9, 5, 1));

    private int Distance(ulong hash, byte[] pixels)
    {
        int side = (int)Math.Sqrt(pixels.Length / 3);
        return BitOperations.PopCount(hash ^ _hash.Compute(pixels, side, side, 3));
    }

    /// <summary>Waves of several lengths, the same at every size.</summary>
    private static byte[] Scene(int width, int height, int channels, int light = 0, double phase = 0)
    {
        var pixels = new byte[width * height * channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = ((i / channels % width) + 0.5) / width;
            double y = ((i / channels / width) + 0.5) / height;
            double value = 110 + (40 * Math.Sin((5 * x) + (3 * y) + phase)) + (30 * Math.Cos((9 * x * y) - (2 * phase))) + (25 * Math.Sin((14 * y) - (4 * x) + (3 * phase)));
            pixels[i] = (byte)Math.Round(value + light);
        }

        return pixels;
    }
}
