using FashionSpark.Cli.Hosting;
using FashionSpark.Testing;
using Spectre.Console.Testing;

namespace FashionSpark.Cli.Tests;

/// <summary>Runs the command in this process, with consoles of 100 columns and a fake pipeline.</summary>
internal sealed class CliRunner : IDisposable
{
    private const int Width = 100;

    private readonly TestConsole _out = new TestConsole().Width(Width);
    private readonly TestConsole _error = new TestConsole().Width(Width);

    public FakeBackend Backend { get; } = new();

    public FixedTime Time { get; } = new();

    public Interruption Interruption { get; } = new();

    /// <summary>The job that a command line makes.</summary>
    public static async Task<Pipeline.JobOptions> JobOf(params string[] arguments)
    {
        using var runner = new CliRunner();
        CliOutcome outcome = await runner.RunAsync(arguments);
        Assert.Equal("", outcome.Error);
        return runner.Backend.Job!;
    }

    public async Task<CliOutcome> RunAsync(params string[] arguments)
    {
        var host = new CliHost { Out = _out, Error = _error, Backend = Backend, Time = Time, Interruption = Interruption };
        int exitCode = await new CliApp(host).RunAsync(arguments);
        return new CliOutcome(exitCode, Text(_out), Text(_error));
    }

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        Interruption.Dispose();
    }

    /// <summary>Without the blanks that help and tables leave at the end of lines.</summary>
    private static string Text(TestConsole console) => string.Join('\n', console.Output.Split('\n').Select(line => line.TrimEnd()));
}
