using System.Text.Json;

namespace FashionSpark.Cli.Tests.Output;

/// <summary>What stdout has at the end of a run.</summary>
public sealed class ReportTests
{
    [Fact]
    public async Task The_quickstart_ends_with_a_table()
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("quickstart");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("", outcome.Error);
        Golden.Check("quickstart-report", outcome.Out);
    }

    [Fact]
    public async Task A_single_stage_reports_only_itself()
    {
        using var runner = new CliRunner();
        runner.Backend.Run = (_, _, _) => Task.FromResult(
            Samples.Quickstart with { Train = null, Score = null, Evaluate = null, Report = null, StageSeconds = [new("prepare", 8.25)] });

        CliOutcome outcome = await runner.RunAsync("prepare", "--source", "s", "--out", "o");

        Golden.Check("prepare-report", outcome.Out);
    }

    [Fact]
    public async Task A_gate_that_is_not_passed_ends_with_3_and_says_what_was_found()
    {
        using var runner = new CliRunner();
        runner.Backend.Run = (_, _, _) => Task.FromResult(Samples.Gated);

        CliOutcome outcome = await runner.RunAsync("evaluate", "--table", "t", "--gate", "accuracy>=0.85", "--gate", "ece<=0.04", "--against", "20260101-000000-abcdef");

        Assert.Equal(3, outcome.ExitCode);
        Golden.Check("gate-report", outcome.Out);
        Assert.Equal(["accuracy>=0.85", "ece<=0.04"], runner.Backend.Job!.Evaluate!.Gates);
        Assert.Equal("20260101-000000-abcdef", runner.Backend.Job.Evaluate.Against);
    }

    [Fact]
    public async Task Gates_that_are_passed_end_with_0()
    {
        using var runner = new CliRunner();
        runner.Backend.Run = (_, _, _) => Task.FromResult(
            Samples.Gated with { Evaluate = Samples.Gated.Evaluate! with { Gates = [.. Samples.Gated.Evaluate.Gates.Where(gate => gate.Passed)] } });

        CliOutcome outcome = await runner.RunAsync("run", "job.json", "--json");

        Assert.Equal(0, outcome.ExitCode);
        JsonElement evaluate = JsonDocument.Parse(outcome.Out).RootElement.GetProperty("evaluate");
        Assert.Equal(14, evaluate.GetProperty("comparisons")[0].GetProperty("onlyThis").GetInt32());
        Assert.True(evaluate.GetProperty("gates")[1].GetProperty("passed").GetBoolean());
    }

    [Fact]
    public async Task Json_is_one_document_with_every_result()
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("quickstart", "--json");

        JsonElement result = JsonDocument.Parse(outcome.Out).RootElement;
        Assert.Equal("20260102-030405-1a2b", result.GetProperty("runId").GetString());
        Assert.Equal(93.4, result.GetProperty("stageSeconds").GetProperty("train").GetDouble());
        JsonElement test = result.GetProperty("evaluate").GetProperty("splits")[1];
        Assert.Equal(0.87, test.GetProperty("accuracy").GetProperty("value").GetDouble());
        Assert.Equal(28, test.GetProperty("confusion")[3][0].GetInt32());
        Assert.Equal("", outcome.Error);
    }
}
