namespace FashionSpark.Cli.Tests.EndToEnd;

/// <summary>What goes wrong with real files: one message on stderr that names the file, exit code 2, no stack trace.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly BuiltCommand _command = new();

    [Theory]
    [InlineData("train-images-idx3-ubyte.gz")]
    [InlineData("t10k-labels-idx1-ubyte.gz")]
    public async Task A_truncated_source(string file)
    {
        string path = _command.Folder["source", file];
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);

        CliOutcome outcome = await _command.RunAsync("quickstart", "--data-source", "source", "--out", "out", "--quiet");

        AssertIsBadInput(outcome, file);
    }

    [Fact]
    public async Task A_missing_source() =>
        AssertIsBadInput(await _command.RunAsync("prepare", "--source", "nowhere", "--out", "data", "--quiet"), "nowhere");

    [Fact]
    public async Task A_missing_model() =>
        AssertIsBadInput(await _command.RunAsync("predict", "photo.png", "--model", "none.onnx"), "none.onnx");

    [Fact]
    public async Task A_model_that_is_none()
    {
        File.WriteAllText(_command.Folder["text.onnx"], "not a model");

        AssertIsBadInput(await _command.RunAsync("predict", "photo.png", "--model", "text.onnx"), "text.onnx");
    }

    [Fact]
    public async Task Training_without_data() =>
        AssertIsBadInput(await _command.RunAsync("train", "--data", "nothing", "--out", "m.onnx", "--quiet"), "nothing");

    [Fact]
    public async Task Scoring_without_data() =>
        AssertIsBadInput(await _command.RunAsync("score", "--data", "nothing", "--model", "m.onnx", "--quiet"), "nothing");

    [Fact]
    public async Task Evaluating_without_predictions() =>
        AssertIsBadInput(await _command.RunAsync("evaluate", "--table", "w/predictions", "--quiet"), "w/predictions");

    [Fact]
    public async Task Reporting_without_an_evaluated_run() =>
        AssertIsBadInput(await _command.RunAsync("report", "--warehouse", "nowhere", "--out", "r.html", "--quiet"), "'nowhere' has no evaluated run");

    [Fact]
    public async Task An_unknown_engine() =>
        AssertIsBadInput(await _command.RunAsync("quickstart", "--data-source", "source", "--engine", "spork", "--quiet"), "'spork'; known are local");

    [Fact]
    public async Task A_version_of_Python_that_is_none() =>
        AssertIsBadInput(
            await _command.RunAsync("quickstart", "--data-source", "source", "--engine", "sc://127.0.0.1:1", "--executor-python", "3.11.2", "--quiet"),
            "cluster.executorPython is '3.11.2'; expected a minor version of Python, such as 3.11.");

    [Fact]
    public async Task An_unknown_key_of_a_job_file()
    {
        File.WriteAllText(_command.Folder["job.json"], """{ "job": "x", "warehouse": "w", "trian": {} }""");

        AssertIsBadInput(await _command.RunAsync("run", "job.json", "--quiet"), "'trian'; known are");
    }

    [Fact]
    public async Task A_data_set_prepared_otherwise_is_not_overwritten()
    {
        string[] prepare = ["prepare", "--source", "source", "--out", "data", "--quiet"];
        Assert.Equal(0, (await _command.RunAsync(prepare)).ExitCode);

        string[] otherwise = [.. prepare, "--size", "16"];
        AssertIsBadInput(await _command.RunAsync(otherwise), "'data' was prepared otherwise: the size was 28, now 16.");
        Assert.Equal(0, (await _command.RunAsync([.. otherwise, "--overwrite"])).ExitCode);
    }

    public void Dispose() => _command.Dispose();

    private static void AssertIsBadInput(CliOutcome outcome, string named)
    {
        Assert.Equal("", outcome.Out);
        Assert.StartsWith("error: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal(2, outcome.ExitCode);
    }
}
