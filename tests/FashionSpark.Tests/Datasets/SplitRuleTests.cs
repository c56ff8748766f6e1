using FashionSpark.Datasets;

namespace FashionSpark.Tests.Datasets;

public sealed class SplitRuleTests
{
    private static readonly SplitRule Rule = new(CutValidation: true, ValidationShare: 0.25, TestShare: 0.2);

    [Theory]
    [InlineData(null, 0.19, Split.Test)]
    [InlineData(null, 0.21, Split.Validation)]
    [InlineData(null, 0.39, Split.Validation)]
    [InlineData(null, 0.41, Split.Train)]
    [InlineData("train", 0.19, Split.Validation)]
    [InlineData("train", 0.26, Split.Train)]
    [InlineData("test", 0.9, Split.Test)]
    [InlineData("validation", 0.9, Split.Validation)]
    public void Resolve_FollowsTheSourceAndThenTheId(string? declared, double fraction, string expected) =>
        Assert.Equal(expected, Rule.Resolve(declared, IdWith(fraction)));

    [Fact]
    public void Resolve_SourceHasValidation_NothingIsCutFromTrain() =>
        Assert.Equal(Split.Train, (Rule with { CutValidation = false }).Resolve(Split.Train, IdWith(0.01)));

    [Fact]
    public void Resolve_ManyIds_KeepsTheShares()
    {
        string[] splits = [.. Enumerable.Range(0, 20_000).Select(i => Rule.Resolve(null, ImageId.Compute(BitConverter.GetBytes(i))))];

        // Standard errors of the shares are below 0.0035.
        Assert.Equal(0.2, splits.Count(s => s == Split.Test) / 20_000.0, 0.012);
        Assert.Equal(0.2, splits.Count(s => s == Split.Validation) / 20_000.0, 0.012);
    }

    private static string IdWith(double fraction) => new string('0', 16) + ((ulong)(fraction * 18446744073709551616.0)).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
