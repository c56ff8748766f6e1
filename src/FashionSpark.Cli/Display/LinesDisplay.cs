using FashionSpark.Cli.Output;
using FashionSpark.Pipeline;
using Spectre.Console;

namespace FashionSpark.Cli.Display;

/// <summary>Plain lines for logs: one when a stage begins, one now and then, one when it ends.</summary>
internal sealed class LinesDisplay : IProgressDisplay, IRunProgress
{
    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();

    public LinesDisplay(IAnsiConsole console, TimeProvider time)
    {
        _console = console;
        _time = time;
    }

    public Task<T> ShowAsync<T>(Func<IRunProgress, Task<T>> work) => work(this);

    public IStageProgress Begin(string stage, double? total, string unit)
    {
        string amount = total is { } known ? $" {Figures.Count(known)} {unit}" : "";
        Note($"{stage}: begins{(amount.Length > 0 ? "," : "")}{amount}");
        return new LinesStage(this, _time, stage, total, unit);
    }

    public void Note(string message)
    {
        lock (_lock)
        {
            _console.WriteRaw(message);
        }
    }
}
