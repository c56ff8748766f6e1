using FashionSpark.Torch.FineTuning;

namespace FashionSpark.Torch.Tests.FineTuning;

public class WindowPainterTests
{
    private static readonly Augmentation Nothing = new()
    {
        LeastWindow = 1,
        Aspect = 0,
        Rotation = 0,
        Perspective = 0,
        Light = 0,
        Tint = 0,
        Saturation = 0,
        Grey = 0,
        Blur = 0,
        Noise = 0,
        Erase = 0,
        CutMix = 0,
    };

    [Fact]
    public void The_whole_of_a_square_picture_is_the_picture_or_its_mirror_image()
    {
        byte[] picture = Picture(12, 12);
        float[] upright = [.. picture.Select(value => (float)value)];
        float[] mirrored = [.. Enumerable.Range(0, 12 * 12 * 3).Select(i => (float)picture[(((i / 36 * 12) + (11 - (i / 3 % 12))) * 3) + (i % 3)])];
        int seenUpright = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            float[] painted = Paint(Nothing, picture, 12, 12, 12, (ulong)seed);
            bool isUpright = Distance(painted, upright) < 1e-3;
            Assert.True(isUpright || Distance(painted, mirrored) < 1e-3);
            seenUpright += isUpright ? 1 : 0;
        }

        Assert.InRange(seenUpright, 5, 15);
    }

    [Fact]
    public void A_window_of_the_longer_side_has_black_around_the_picture()
    {
        byte[] white = [.. Enumerable.Repeat((byte)255, 8 * 16 * 3)];
        float most = 0, least = 1;
        for (int seed = 0; seed < 100; seed++)
        {
            float share = Paint(Nothing, white, 8, 16, 16, (ulong)seed).Average() / 255;
            most = Math.Max(most, share);
            least = Math.Min(least, share);
        }

        // From a window as wide as the picture to one twice as wide.
        Assert.InRange(most, 0.95, 1);
        Assert.InRange(least, 0.5, 0.55);
    }

    [Fact]
    public void Every_change_changes_something_and_the_same_chance_the_same()
    {
        byte[] picture = Picture(30, 20);
        Augmentation[] changes =
        [
            Nothing with { LeastWindow = 0.5 }, Nothing with { Aspect = 0.3 }, Nothing with { Rotation = 30 }, Nothing with { Perspective = 0.3 },
            Nothing with { Light = 0.5 }, Nothing with { Tint = 0.3 }, Nothing with { Saturation = 0.8 }, Nothing with { Grey = 1 },
            Nothing with { Blur = 1 }, Nothing with { Noise = 1 }, Nothing with { Erase = 1 },
        ];
        foreach (Augmentation change in changes)
        {
            // Some changes come to every other picture only.
            float most = 0;
            for (ulong seed = 0; seed < 8; seed++)
            {
                float[] painted = Paint(change, picture, 30, 20, 24, seed);
                Assert.Equal(painted, Paint(change, picture, 30, 20, 24, seed));
                Assert.All(painted, value => Assert.InRange(value, -100, 355));
                most = Math.Max(most, Distance(painted, Paint(Nothing, picture, 30, 20, 24, seed)));
            }

            Assert.True(most > 1, change.ToString());
        }
    }

    private static byte[] Picture(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        new Random(1).NextBytes(pixels);
        return pixels;
    }

    private static float[] Paint(Augmentation options, byte[] picture, int width, int height, int size, ulong seed)
    {
        float[] painted = new float[size * size * 3];
        SplitMix64 chance = new(seed);
        new WindowPainter(options, size, 3).Paint(picture, width, height, painted, ref chance);
        return painted;
    }

    private static float Distance(float[] one, float[] other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Max();
}
