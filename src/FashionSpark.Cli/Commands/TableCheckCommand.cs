using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Cli.Output;
using FashionSpark.Tables;

namespace FashionSpark.Cli.Commands;

/// <summary>Whether a table is whole.</summary>
internal sealed class TableCheckCommand : TableInspectionCommand<IReadOnlyList<TableFinding>>
{
    public TableCheckCommand(CliHost host, CommonOptions common)
        : base("check", "Checks log, checkpoint and every data file; exit code 1 where rows cannot be read.", host, common)
    {
    }

    protected override IReadOnlyList<TableFinding> Read(ParseResult parse) => DeltaCheck.Run(parse.GetRequiredValue(Path));

    protected override void Show(IReadOnlyList<TableFinding> result)
    {
        foreach (TableFinding finding in result)
        {
            Host.Out.WriteRaw($"{(finding.Severity == FindingSeverity.Error ? "error" : "warning")}: {finding.Path}: {finding.Message}");
        }

        if (result.Count == 0)
        {
            Host.Out.WriteRaw("The table is whole.");
        }
    }

    /// <summary>Warnings are litter: the table can be read.</summary>
    protected override int ExitCodeOf(IReadOnlyList<TableFinding> result) =>
        result.Any(finding => finding.Severity == FindingSeverity.Error) ? ExitCode.Failed : ExitCode.Done;
}
