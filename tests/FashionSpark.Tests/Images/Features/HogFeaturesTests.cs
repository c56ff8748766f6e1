using FashionSpark.Images.Features;

namespace FashionSpark.Tests.Images.Features;

public class HogFeaturesTests
{
    private const int Side = 28;

    /// <summary>Values of one block: four cells of nine orientations.</summary>
    private const int Block = 36;

    [Fact]
    public void Length_IsBlocksAndMeansOfBothGrids() =>
        Assert.Equal((36 * Block) + 49 + (9 * Block) + 16, new HogFeatures(Side, Side, 1).Length);

    [Fact]
    public void Compute_PlainPicture_HasNoGradientsAndItsLevelAsMean()
    {
        byte[] features = Compute((_, _) => 77);

        Assert.All(features[..(36 * Block)], value => Assert.Equal(0, value));
        Assert.All(features[(36 * Block)..((36 * Block) + 49)], value => Assert.Equal(77, value));
    }

    [Fact]
    public void Compute_LightGrowsToTheRight_VotesForTheFirstOrientationOnly()
    {
        byte[] block = Compute((x, _) => (byte)(x * 9))[..Block];

        // Four equal cells, each cut to 0.2 and normalised: 1/2, whose root is 0.7071 of 255.
        Assert.Equal([180, 180, 180, 180], [block[0], block[9], block[18], block[27]]);
        Assert.All(block.Index().Where(value => value.Index % 9 != 0), value => Assert.Equal(0, value.Item));
    }

    [Fact]
    public void Compute_LightGrowsDownwards_VotesHalfWayBetweenTheMiddleOrientations()
    {
        byte[] block = Compute((_, y) => (byte)(y * 9))[..Block];

        // A right angle is 4.5 of nine bins: both neighbours get half of it, 1/sqrt(8), whose root is 0.5946 of 255.
        Assert.Equal([152, 152], [block[4], block[5]]);
        Assert.Equal(8, block.Count(value => value > 0));
    }

    [Fact]
    public void Compute_NegativeAndDimmerPicture_HaveTheSameGradients()
    {
        byte Wave(int x, int y) => (byte)(128 + (100 * Math.Sin((x + (2 * y)) / 3.0)));
        byte[] picture = Compute(Wave)[..(36 * Block)];
        byte[] negative = Compute((x, y) => (byte)(255 - Wave(x, y)))[..(36 * Block)];

        Assert.Equal(picture, negative);
    }

    [Fact]
    public void Compute_ColourPicture_TakesTheChannelThatChangesMost()
    {
        var pixels = new byte[Side * Side * 3];
        for (int i = 0; i < Side * Side; i++)
        {
            pixels[(i * 3) + 1] = (byte)(i % Side * 9);
            pixels[(i * 3) + 2] = (byte)(i / Side * 2);
        }

        var hog = new HogFeatures(Side, Side, 3);
        var features = new byte[hog.Length];
        hog.Compute(pixels, features);

        Assert.Equal(Compute((x, _) => (byte)(x * 9))[..(36 * Block)], features[..(36 * Block)]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    public void Compute_FewerPixelsThanCells_IsStillThere(int width, int height)
    {
        var hog = new HogFeatures(width, height, 1);
        var features = new byte[hog.Length];

        hog.Compute(Enumerable.Repeat((byte)9, width * height).ToArray(), features);

        Assert.Equal(9, features[36 * Block]);
    }

    private static byte[] Compute(Func<int, int, byte> pixel)
    {
        var pixels = new byte[Side * Side];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = pixel(i % Side, i / Side);
        }

        var hog = new HogFeatures(Side, Side, 1);
        var features = new byte[hog.Length];
        hog.Compute(pixels, features);
        return features;
    }
}
