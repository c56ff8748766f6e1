using System.CommandLine;
using FashionSpark.Cli.Hosting;

namespace FashionSpark.Cli.Commands;

/// <summary>Looks into Delta tables.</summary>
internal sealed class TableCommand : Command
{
    public TableCommand(CliHost host, CommonOptions common)
        : base("table", "Looks into the Delta tables that a run left, or any other.")
    {
        Add(new TableShowCommand(host, common));
        Add(new TableHistoryCommand(host, common));
        Add(new TableCheckCommand(host, common));
    }
}
