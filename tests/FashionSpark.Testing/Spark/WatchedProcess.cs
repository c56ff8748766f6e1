using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FashionSpark.Testing.Spark;

/// <summary>A process that says on its output when it is ready; its last lines are kept, and it is killed with its children on dispose.</summary>
public sealed class WatchedProcess : IDisposable
{
    /// <summary>A JVM starts in some ten seconds on two idle cores; builds beside it make it far slower.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(180);

    private const int KeptLines = 400;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Match> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Regex _pattern;
    private readonly Process _process;

    /// <param name="start">What to start; its output is redirected.</param>
    /// <param name="ready">The line that says it is ready.</param>
    /// <exception cref="InvalidOperationException">It ended or took too long; its output is in the message.</exception>
    public WatchedProcess(ProcessStartInfo start, Regex ready)
    {
        _pattern = ready;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"'{start.FileName}' ended before it was ready."));
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            Ready = _ready.Task.WaitAsync(StartDeadline).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            string log = Log();
            Dispose();
            throw new InvalidOperationException($"{e.Message} Its output:\n{log}", e);
        }
    }

    /// <summary>The line by which it became ready.</summary>
    public Match Ready { get; }

    /// <summary>The last lines it wrote.</summary>
    public string Log() => string.Join('\n', _output);

    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(10_000);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself, or was disposed before.
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        while (_output.Count > KeptLines)
        {
            _output.TryDequeue(out string? _);
        }

        if (_pattern.Match(line) is { Success: true } match)
        {
            _ready.TrySetResult(match);
        }
    }
}
