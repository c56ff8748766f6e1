using FashionSpark.Torch.Cnn;

namespace FashionSpark.Torch.Tests;

public class NetworkSpecTests
{
    [Theory]
    [InlineData(28, "Z32-k64")]
    [InlineData(40, "Z32-k64")]
    [InlineData(64, "Z32-k32-k64")]
    [InlineData(96, "Z32-k32-k32-k64")]
    public void Larger_images_are_halved_in_front(int side, string expected) =>
        Assert.Equal(expected, NetworkSpec.FitTo("Z32-k64", side, side));

    [Fact]
    public void A_plain_stem_becomes_a_stride_before_layers_are_added() =>
        Assert.Equal("Z32-k64", NetworkSpec.FitTo("c32-k64", 64, 64));

    [Theory]
    [InlineData("k32-x64", "x64")]
    [InlineData("k32-", "''")]
    [InlineData("k0", "k0")]
    [InlineData("k32-q64", "q64")]
    public void A_wrong_layer_is_named(string text, string named) =>
        Assert.Contains(named, Assert.Throws<InvalidInputException>(() => NetworkSpec.Parse(text, 1, 10)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_quick_network_has_the_published_size()
    {
        WeightLayout layout = new(NetworkSpec.Parse("Z32-k64-q64-k128-q128", 1, 10));
        Assert.Equal(279_114, layout.Slots.Where(slot => slot.IsTrained).Sum(slot => slot.Length));
    }
}
