using Spectre.Console;

namespace FashionSpark.Cli.Hosting;

/// <summary>Everything outside that the command touches.</summary>
internal sealed class CliHost
{
    /// <summary>Results, and nothing else.</summary>
    public required IAnsiConsole Out { get; init; }

    /// <summary>Progress, notes and errors.</summary>
    public required IAnsiConsole Error { get; init; }

    public required IBackend Backend { get; init; }

    public required TimeProvider Time { get; init; }

    public required Interruption Interruption { get; init; }

    /// <summary>Environment variables.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>How a person called us, so that the commands we suggest can be pasted: <c>./fashionspark</c>.</summary>
    public string CommandName { get; init; } = "fashionspark";
}
