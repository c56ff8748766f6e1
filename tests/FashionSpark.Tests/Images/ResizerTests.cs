using System.Runtime.Intrinsics.X86;
using FashionSpark.Images;

namespace FashionSpark.Tests.Images;

public sealed class ResizerTests
{
    private static readonly byte[] PillowRamp = [29, 40, 51, 115, 126, 137, 201, 212, 223];

    [Theory]
    [InlineData(37, 23, 11, 50)]
    [InlineData(2000, 3, 7, 3)]
    [InlineData(3, 2, 224, 224)]
    public void Resize_FlatPicture_StaysFlat(int width, int height, int newWidth, int newHeight)
    {
        var image = new PixelImage(width, height, 3, Enumerable.Repeat((byte)201, width * height * 3).ToArray());

        Assert.All(Resize(image, newWidth, newHeight), value => Assert.Equal(201, value));
    }

    /// <summary>Pillow 9.4: Image.fromarray(numpy.arange(64, dtype=uint8).reshape(8, 8) * 4).resize((3, 3), LANCZOS).</summary>
    [Fact]
    public void Resize_Ramp_EqualsPillowsLanczos()
    {
        var image = new PixelImage(8, 8, 1, Enumerable.Range(0, 64).Select(v => (byte)(v * 4)).ToArray());

        Assert.Equal(PillowRamp, Resize(image, 3, 3));
    }

    [Fact]
    public void Resize_Region_DoesNotSeeWhatLiesOutside()
    {
        var pixels = new byte[10 * 10];
        for (int y = 2; y < 6; y++)
        {
            pixels.AsSpan((y * 10) + 3, 4).Fill(77);
        }

        var result = new byte[81];
        using ImageBuffers buffers = ImageBuffers.Rent();
        Resizer.Resize(new PixelImage(10, 10, 1, pixels), new PixelRegion(3, 2, 4, 4), 9, 9, result, 9, buffers);

        Assert.All(result, value => Assert.Equal(77, value));
    }

    [Fact]
    public void Resize_SameSize_ChangesNothing()
    {
        byte[] pixels = Noise(new Random(3), 31 * 17 * 3);

        Assert.Equal(pixels, Resize(new PixelImage(31, 17, 3, pixels), 31, 17));
    }

    /// <summary>Sizes from 1 to 400 both ways, grey and colour, whole pictures and regions of them: the vectors agree with plain loops.</summary>
    [Fact]
    public void Resize_VectorsAndPlainLoops_GiveTheSameBytes()
    {
        Assert.SkipUnless(Avx2.IsSupported, "This processor has no AVX2, so there is one kernel only.");
        var random = new Random(20261124);
        for (int round = 0; round < 400; round++)
        {
            int channels = random.Next(2) == 0 ? 1 : 3;
            var image = new PixelImage(random.Next(1, 400), random.Next(1, 400), channels, default);
            image = image with { Pixels = Noise(random, image.Width * image.Height * channels) };
            int left = random.Next(image.Width);
            int top = random.Next(image.Height);
            var region = new PixelRegion(left, top, random.Next(1, image.Width - left + 1), random.Next(1, image.Height - top + 1));
            int width = random.Next(1, 300);
            int height = random.Next(1, 300);
            int stride = (width * channels) + random.Next(9);

            // What lies between the rows of the target belongs to somebody else.
            byte[] vectors = Noise(new Random(round), stride * height);
            byte[] loops = Noise(new Random(round), stride * height);
            using ImageBuffers buffers = ImageBuffers.Rent();
            Resizer.Resize<Avx2ResizeKernel>(image, region, width, height, vectors, stride, buffers);
            Resizer.Resize<ScalarResizeKernel>(image, region, width, height, loops, stride, buffers);

            Assert.True(vectors.AsSpan().SequenceEqual(loops), $"round {round}: {image.Width} x {image.Height} x {channels}, {region} to {width} x {height}");
        }
    }

    private static byte[] Resize(PixelImage image, int width, int height)
    {
        var result = new byte[width * height * image.Channels];
        using ImageBuffers buffers = ImageBuffers.Rent();
        Resizer.Resize(image, new PixelRegion(0, 0, image.Width, image.Height), width, height, result, width * image.Channels, buffers);
        return result;
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
