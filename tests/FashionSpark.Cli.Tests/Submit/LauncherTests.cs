namespace FashionSpark.Cli.Tests.Submit;

/// <summary>What the launcher refuses before it starts Spark.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly SubmitRunner _runner = new(home: null);

    [Fact]
    public async Task Command_Missing()
    {
        _runner.Command = _runner.Folder["none"];

        AssertIsRefused(await _runner.RunAsync("job.json"), $"error: FASHIONSPARK_COMMAND is '{_runner.Command}', which is no file. Give the full path of the command fashionspark.\n");
    }

    [Fact]
    public async Task Command_NotExecutable()
    {
        File.SetUnixFileMode(_runner.Command, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        AssertIsRefused(await _runner.RunAsync("job.json"), $"error: FASHIONSPARK_COMMAND is '{_runner.Command}', which is not executable. Run: chmod +x '{_runner.Command}'\n");
    }

    [Fact]
    public async Task NoJob() => AssertIsRefused(
        await _runner.RunAsync(), "error: There is no job. Usage: spark-submit [options] fashionspark_submit.py JOB.json [--set key=value ...]\n");

    [Fact]
    public async Task NotBySparkSubmit()
    {
        CliOutcome outcome = await _runner.RunAsync("job.json");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Start this file by spark-submit.", outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _runner.Dispose();

    private static void AssertIsRefused(CliOutcome outcome, string message)
    {
        Assert.Equal(message, outcome.Error);
        Assert.Equal("", outcome.Out);
        Assert.Equal(2, outcome.ExitCode);
    }
}
