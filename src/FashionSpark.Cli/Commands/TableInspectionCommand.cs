using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Cli.Output;

namespace FashionSpark.Cli.Commands;

/// <summary>A command that reads a table and shows what it found, as text or JSON.</summary>
internal abstract class TableInspectionCommand<TResult> : Command
{
    private readonly CommonOptions _common;

    protected TableInspectionCommand(string name, string description, CliHost host, CommonOptions common)
        : base(name, description)
    {
        _common = common;
        Host = host;
        Add(Path);
        SetAction(Run);
    }

    protected CliHost Host { get; }

    protected Argument<string> Path { get; } = new("PATH") { Description = "Folder of the table." };

    protected abstract TResult Read(ParseResult parse);

    protected abstract void Show(TResult result);

    protected virtual int ExitCodeOf(TResult result) => ExitCode.Done;

    private int Run(ParseResult parse)
    {
        TResult result = Read(parse);
        if (parse.GetValue(_common.Json))
        {
            JsonOutput.Write(Host.Out, result);
        }
        else
        {
            Show(result);
        }

        return ExitCodeOf(result);
    }
}
