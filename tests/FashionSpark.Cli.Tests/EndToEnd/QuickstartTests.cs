using System.Diagnostics;
using System.Text.Json;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Scoring;
using FashionSpark.Testing.Data;

namespace FashionSpark.Cli.Tests.EndToEnd;

/// <summary>The whole way, with the built command and the real pipeline, on 700 images.</summary>
public sealed class QuickstartTests : IDisposable
{
    private static readonly string[] Quickstart = ["quickstart", "--data-source", "source", "--out", "out", "--partitions", "2", "--json"];

    private readonly BuiltCommand _command = new();

    [Fact]
    public async Task From_nothing_to_tables_model_and_answers()
    {
        CliOutcome outcome = await _command.RunAsync([.. Quickstart, "--epochs", "1"]);

        Assert.Equal(0, outcome.ExitCode);
        JsonElement result = JsonDocument.Parse(outcome.Out).RootElement;
        Assert.Equal(700, result.GetProperty("prepare").GetProperty("prepared").GetInt64());
        Assert.Equal(["prepare", "train", "score", "evaluate", "report"], result.GetProperty("stageSeconds").EnumerateObject().Select(stage => stage.Name));
        Assert.True(File.Exists(_command.Folder["out", "models", "cnn-quick.onnx"]));
        Assert.Contains($"<p>Run {result.GetProperty("runId").GetString()}, report of ", File.ReadAllText(_command.Folder["out", "report.html"]), StringComparison.Ordinal);
        await AssertEveryImageIsPredictedOnceAsync();

        File.WriteAllBytes(_command.Folder["photo.png"], TestPictures.Png(1));
        CliOutcome answer = await _command.RunAsync("predict", "photo.png", "--model", "out/models/cnn-quick.onnx");
        Assert.Equal(0, answer.ExitCode);
        Assert.Matches(@"^photo\.png  .+ \d+\.\d %  \(.+\)\n$", answer.Out);

        // Nothing is overwritten unasked; a second run is told so at once.
        CliOutcome again = await _command.RunAsync([.. Quickstart, "--epochs", "1"]);
        Assert.Equal(2, again.ExitCode);
        Assert.Equal("OutputExists", JsonDocument.Parse(again.Out).RootElement.GetProperty("error").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task The_shell_can_run_stage_after_stage()
    {
        string[][] stages =
        [
            ["prepare", "--source", "source", "--out", "data"],
            ["train", "--data", "data", "--out", "m.onnx", "--epochs", "1", "--partitions", "1"],
            ["score", "--data", "data", "--model", "m.onnx", "--table", "w/predictions", "--splits", "test"],
            ["evaluate", "--table", "w/predictions"],
            ["report", "--warehouse", "w", "--out", "report.html"],
        ];
        foreach (string[] stage in stages)
        {
            CliOutcome outcome = await _command.RunAsync(stage);

            Assert.Equal(0, outcome.ExitCode);
            Assert.Contains($"{stage[0]}: begins", outcome.Error, StringComparison.Ordinal);
        }

        CliOutcome metrics = await _command.RunAsync("table", "show", "w/metrics", "--json", "--rows", "1000");
        IEnumerable<JsonElement> rows = JsonDocument.Parse(metrics.Out).RootElement.GetProperty("firstRows").EnumerateArray();
        Assert.Equal(100, Assert.Single(rows, row => row.GetProperty("metric").GetString() == "accuracy").GetProperty("n").GetInt64());
    }

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Stopped_in_mid_training_the_same_command_finishes_and_no_row_is_there_twice(string signal, int exitCode)
    {
        string[] arguments = [.. Quickstart, "--epochs", "4"];
        using Process process = _command.Start(arguments);
        string checkpoint = _command.Folder["out", "models", "cnn-quick.checkpoint"];
        await BuiltCommand.WaitForAsync(process, () => Directory.Exists(checkpoint) && Directory.EnumerateFiles(checkpoint, "round-*.state").Any());
        await BuiltCommand.SignalAsync(process, signal);
        CliOutcome stopped = await BuiltCommand.FinishAsync(process);

        Assert.Equal(exitCode, stopped.ExitCode);
        Assert.False(File.Exists(_command.Folder["out", "models", "cnn-quick.onnx"]));

        CliOutcome outcome = await _command.RunAsync(arguments);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("prepare was finished before", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("checkpoint", outcome.Error, StringComparison.Ordinal);
        await AssertEveryImageIsPredictedOnceAsync();
    }

    [Fact]
    public async Task Killed_in_mid_prepare_the_same_command_finishes()
    {
        string[] arguments = [.. Quickstart, "--epochs", "1"];
        using Process process = _command.Start(arguments);
        await BuiltCommand.WaitForAsync(process, () => Directory.Exists(_command.Folder["out", "warehouse", "runs", "_delta_log"]));
        await BuiltCommand.SignalAsync(process, "KILL");
        Assert.Equal(137, (await BuiltCommand.FinishAsync(process)).ExitCode);

        Assert.Equal(0, (await _command.RunAsync(arguments)).ExitCode);
        await AssertEveryImageIsPredictedOnceAsync();
    }

    public void Dispose() => _command.Dispose();

    private async Task AssertEveryImageIsPredictedOnceAsync()
    {
        await using var engine = TestEngine.Create();
        List<RecordBatch> data = await engine.ReadDelta(new DeltaRead(_command.Folder["out", "data"], Columns: ["image_id", "split"])).CollectAsync();
        List<RecordBatch> predictions = await engine.ReadDelta(new DeltaRead(_command.Folder["out", "warehouse", "predictions"])).CollectAsync();

        string?[] expected = [.. data.Texts("image_id").Zip(data.Texts("split")).Where(row => row.Second != "train").Select(row => row.First)];
        Assert.Equal(700, data.Texts("image_id").Distinct().Count());
        Assert.Equal(expected.Order(StringComparer.Ordinal), predictions.Texts(PredictionsSchema.ImageId).Order(StringComparer.Ordinal));
        Assert.Single(predictions.Texts(PredictionsSchema.RunId).Distinct());
    }
}
