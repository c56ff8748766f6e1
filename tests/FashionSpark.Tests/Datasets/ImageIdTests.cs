using FashionSpark.Datasets;

namespace FashionSpark.Tests.Datasets;

public sealed class ImageIdTests
{
    [Fact]
    public void Compute_OfNothing_IsTheHeadOfItsSha256() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb924", ImageId.Compute([]));

    [Theory]
    [InlineData("00000007ffffffff0000000000000000", 4, 3)]
    [InlineData("ffffffff000000000000000000000000", 10, 5)]
    public void Bucket_IsTheFirst32BitsModuloTheNumber(string id, int partitions, int expected) =>
        Assert.Equal(expected, ImageId.Bucket(id, partitions));

    [Fact]
    public void Fraction_IsTheLast64Bits()
    {
        Assert.Equal(0.5, ImageId.Fraction("ffffffffffffffff8000000000000000"));
        Assert.Equal(0, ImageId.Fraction("ffffffffffffffff0000000000000000"));
    }
}
