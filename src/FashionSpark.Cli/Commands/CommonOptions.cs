using System.CommandLine;
using FashionSpark.Cli.Display;
using FashionSpark.Cli.Hosting;

namespace FashionSpark.Cli.Commands;

/// <summary>Options that every command has.</summary>
internal sealed class CommonOptions
{
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the result, or the error, as one JSON document on stdout.",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show the stack trace of an error.",
        Recursive = true,
    };

    public Option<bool> Quiet { get; } = new("--quiet")
    {
        Description = "No progress and no notes on stderr, only errors.",
        Recursive = true,
    };

    /// <summary>Bars on a terminal, plain lines elsewhere, nothing with <c>--quiet</c>.</summary>
    public IProgressDisplay Display(ParseResult parse, CliHost host)
    {
        if (parse.GetValue(Quiet))
        {
            return new NoDisplay();
        }

        bool canDraw = host.Error.Profile.Out.IsTerminal && host.Error.Profile.Capabilities is { Ansi: true, Interactive: true };
        return canDraw ? new BarsDisplay(host.Error) : new LinesDisplay(host.Error, host.Time);
    }
}
