using FashionSpark.Images;

namespace FashionSpark.Tests.Images;

public sealed class ResizerTests
{
    [Fact]
    public void Resize_FlatPicture_StaysFlat()
    {
        var image = new PixelImage(37, 23, 3, Enumerable.Repeat((byte)201, 37 * 23 * 3).ToArray());

        byte[] result = Resizer.Resize(image, new PixelRegion(0, 0, 37, 23), 11, 50);

        Assert.All(result, value => Assert.Equal(201, value));
    }

    /// <summary>Pillow 9.4: Image.fromarray(numpy.arange(64, dtype=uint8).reshape(8, 8) * 4).resize((3, 3), LANCZOS).</summary>
    [Fact]
    public void Resize_Ramp_EqualsPillowsLanczos()
    {
        var image = new PixelImage(8, 8, 1, Enumerable.Range(0, 64).Select(v => (byte)(v * 4)).ToArray());

        byte[] result = Resizer.Resize(image, new PixelRegion(0, 0, 8, 8), 3, 3);

        Assert.Equal(PillowRamp, result);
    }

    [Fact]
    public void Resize_Region_DoesNotSeeWhatLiesOutside()
    {
        var pixels = new byte[10 * 10];
        for (int y = 2; y < 6; y++)
        {
            pixels.AsSpan((y * 10) + 3, 4).Fill(77);
        }

        byte[] result = Resizer.Resize(new PixelImage(10, 10, 1, pixels), new PixelRegion(3, 2, 4, 4), 9, 9);

        Assert.All(result, value => Assert.Equal(77, value));
    }

    private static readonly byte[] PillowRamp = [29, 40, 51, 115, 126, 137, 201, 212, 223];
}
