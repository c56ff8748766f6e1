using FashionSpark.Cli.Display;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Tests.Display;

/// <summary>Progress where stderr is a file.</summary>
public sealed class LinesTests
{
    [Fact]
    public async Task Lines_come_now_and_then_and_say_how_far_it_is()
    {
        using var runner = new CliRunner();
        runner.Backend.Run = (_, progress, _) =>
        {
            using (IStageProgress prepare = progress.Begin("prepare", 70_000, "images"))
            {
                prepare.Report(1_000);
                runner.Time.Advance(LinesStage.Interval);
                prepare.Report(13_000);
                prepare.Report(1_000);
                runner.Time.Advance(TimeSpan.FromSeconds(2.5));
                prepare.Report(55_000);
            }

            progress.Note("prepare was finished before");
            using (IStageProgress train = progress.Begin("train", null, "images"))
            {
                train.SetTotal(200);
                train.Describe("validation accuracy 88.1 %");
                runner.Time.Advance(LinesStage.Interval * 12);
                train.Report(100);
            }

            return Task.FromResult(Samples.Quickstart);
        };

        CliOutcome outcome = await runner.RunAsync("quickstart");

        Golden.Check("progress-lines", outcome.Error);
    }

    [Fact]
    public async Task Quiet_shows_nothing()
    {
        using var runner = new CliRunner();
        runner.Backend.Run = (_, progress, _) =>
        {
            progress.Begin("prepare", 70_000, "images").Dispose();
            progress.Note("a note");
            return Task.FromResult(Samples.Quickstart);
        };

        Assert.Equal("", (await runner.RunAsync("quickstart", "--quiet")).Error);
    }
}
