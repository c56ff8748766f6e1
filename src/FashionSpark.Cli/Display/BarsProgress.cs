using FashionSpark.Pipeline;
using Spectre.Console;

namespace FashionSpark.Cli.Display;

/// <summary>Adds a bar to a running display for every stage.</summary>
internal sealed class BarsProgress : IRunProgress
{
    private readonly IAnsiConsole _console;
    private readonly ProgressContext _context;

    public BarsProgress(IAnsiConsole console, ProgressContext context)
    {
        _console = console;
        _context = context;
    }

    public IStageProgress Begin(string stage, double? total, string unit) =>
        new BarStage(_context.AddTask(Markup.Escape(stage)), total, unit);

    /// <summary>The display moves down by itself when something is written.</summary>
    public void Note(string message) => _console.MarkupLineInterpolated($"[grey]{message}[/]");
}
