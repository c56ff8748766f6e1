using FashionSpark.Cli.Display;
using FashionSpark.Pipeline;
using Spectre.Console.Testing;

namespace FashionSpark.Cli.Tests.Display;

/// <summary>Progress on a terminal.</summary>
public sealed class BarsTests
{
    [Fact]
    public async Task Every_stage_has_a_bar_with_counts_and_words()
    {
        using TestConsole console = new TestConsole().Width(120).Interactive();

        int result = await new BarsDisplay(console).ShowAsync(progress =>
        {
            using (IStageProgress prepare = progress.Begin("prepare", 70_000, "images"))
            {
                prepare.Report(70_000);
            }

            progress.Note("half-way [sic]");
            using (IStageProgress train = progress.Begin("train", null, "steps"))
            {
                train.Report(5);
                train.SetTotal(40);
                train.Report(5);
                train.Describe("accuracy 88.1 %");
            }

            using (IStageProgress score = progress.Begin("score", null, "images"))
            {
                score.Report(7);
            }

            return Task.FromResult(42);
        });

        Assert.Equal(42, result);
        string last = string.Join('\n', console.Lines.TakeLast(5));
        Assert.Matches(@"prepare .*100% +70,000/70,000 images +0:0\d", last);
        Assert.Matches(@"train .* 25% +10/40 steps +0:0\d +accuracy 88\.1 %", last);
        Assert.Matches(@"score .*100% +7/7 images", last);
        Assert.Contains("half-way [sic]", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_comes_through()
    {
        using TestConsole console = new TestConsole().Interactive();

        await Assert.ThrowsAsync<TrainingException>(() => new BarsDisplay(console).ShowAsync<int>(progress =>
        {
            using IStageProgress stage = progress.Begin("train", 0, "images");
            throw new TrainingException("The loss is NaN.");
        }));
    }
}
