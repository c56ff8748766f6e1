using System.Text.Json;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Tests.Hosting;

/// <summary>Ctrl-C and SIGTERM, without signals: what a signal calls is called.</summary>
public sealed class InterruptionTests
{
    [Theory]
    [InlineData(130)]
    [InlineData(143)]
    public async Task A_signal_stops_the_work_and_is_the_exit_code(int exitCode)
    {
        using var runner = new CliRunner();
        runner.Backend.Run = async (_, _, cancellation) =>
        {
            Assert.True(runner.Interruption.Request(exitCode));
            await Task.Delay(Timeout.Infinite, cancellation);
            return Samples.Quickstart;
        };

        CliOutcome outcome = await runner.RunAsync("quickstart");

        Assert.Equal(new CliOutcome(exitCode, "", "Stopped. What is finished is kept; the same command goes on from there.\n"), outcome);
    }

    [Fact]
    public async Task A_cancellation_wrapped_by_a_stage_counts_too()
    {
        using var runner = new CliRunner();
        runner.Backend.Run = async (_, _, cancellation) =>
        {
            runner.Interruption.Request(130);
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            catch (OperationCanceledException e)
            {
                throw new PartitionFailedException("Partition 0 failed.", e);
            }

            return Samples.Quickstart;
        };

        Assert.Equal(130, (await runner.RunAsync("quickstart")).ExitCode);
    }

    [Fact]
    public async Task Json_says_so()
    {
        using var runner = new CliRunner();
        runner.Backend.Run = (_, _, cancellation) =>
        {
            runner.Interruption.Request(130);
            return Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => Samples.Quickstart, cancellation);
        };

        CliOutcome outcome = await runner.RunAsync("quickstart", "--json");

        Assert.Equal("Interrupted", JsonDocument.Parse(outcome.Out).RootElement.GetProperty("error").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_cancellation_nobody_asked_for_is_a_failure()
    {
        using var runner = new CliRunner();
        runner.Backend.Run = (_, _, _) => Task.FromException<JobResult>(new OperationCanceledException("a time limit"));

        CliOutcome outcome = await runner.RunAsync("quickstart");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("a time limit", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_first_signal_is_taken()
    {
        using var runner = new CliRunner();

        Assert.True(runner.Interruption.Request(143));
        Assert.False(runner.Interruption.Request(130));
        Assert.Equal(143, runner.Interruption.ExitCode);
    }
}
