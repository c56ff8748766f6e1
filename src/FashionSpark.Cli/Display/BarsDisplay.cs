using FashionSpark.Pipeline;
using Spectre.Console;

namespace FashionSpark.Cli.Display;

/// <summary>A bar a stage, on a terminal.</summary>
internal sealed class BarsDisplay : IProgressDisplay
{
    private const int BarWidth = 24;

    private readonly IAnsiConsole _console;

    public BarsDisplay(IAnsiConsole console) => _console = console;

    public Task<T> ShowAsync<T>(Func<IRunProgress, Task<T>> work) =>
        new Progress(_console)
            .AutoClear(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = BarWidth },
                new PercentageColumn(),
                new CountColumn(),
                new TimeColumn(),
                new NoteColumn())
            .StartAsync(context => work(new BarsProgress(_console, context)));
}
