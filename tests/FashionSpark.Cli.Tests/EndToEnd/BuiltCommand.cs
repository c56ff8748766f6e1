using System.Diagnostics;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Cli.Tests.EndToEnd;

/// <summary>The built command as a process of its own, in a folder with a tiny data set of 700 images.</summary>
internal sealed class BuiltCommand : IDisposable
{
    public const int TrainImages = 600;
    public const int TestImages = 100;

    /// <summary>Far more than any of these runs takes; a command that hangs must not hang the tests.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Its assembly.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "FashionSpark.Cli.dll");

    /// <summary>A line of a shell script that becomes it.</summary>
    public static string Script { get; } = $"exec dotnet '{Assembly}' \"$@\"";

    public TemporaryFolder Folder { get; } = new();

    /// <summary>Of the command, beside what it inherits.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public BuiltCommand() => TinyIdx.Write(Folder["source"], TrainImages, TestImages);

    public async Task<CliOutcome> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        return await FinishAsync(process);
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, .. arguments])
        {
            WorkingDirectory = Folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in new[] { "FASHIONSPARK_COMMAND", "FASHIONSPARK_WORKER", "FASHIONSPARK_FIND_WORKER", "SPARK_REMOTE" })
        {
            start.Environment.Remove(variable);
        }

        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static async Task<CliOutcome> FinishAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(Longest);
        Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return new CliOutcome(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Waits until something has happened on disk, while the process runs.</summary>
    public static async Task WaitForAsync(Process process, Func<bool> happened)
    {
        // Often: a moment between two rounds is soon over.
        await Deadline.UntilAsync(() => process.HasExited || happened(), "what the test waits for", TimeSpan.FromMilliseconds(5));
        Assert.False(process.HasExited, "The command ended before the test could interrupt it.");
    }

    public static async Task SignalAsync(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public void Dispose() => Folder.Dispose();
}
