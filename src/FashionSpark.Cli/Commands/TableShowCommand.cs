using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Cli.Output;
using FashionSpark.Cli.Tables;

namespace FashionSpark.Cli.Commands;

/// <summary>Schema, version, properties and the first rows of a table.</summary>
internal sealed class TableShowCommand : TableInspectionCommand<TableView>
{
    private const int DefaultRows = 10;

    private readonly Option<long?> _version = Flag.Number<long>("--version", "N", "Version to look at (default: the newest).", 0);
    private readonly Option<int?> _rows = Flag.Number("--rows", "N", $"Rows to show (default: {DefaultRows}).", 0);

    public TableShowCommand(CliHost host, CommonOptions common)
        : base("show", "Columns, version, properties, number of rows, and the first rows.", host, common)
    {
        Add(_version);
        Add(_rows);
    }

    protected override TableView Read(ParseResult parse) => TableViewReader.Read(
        parse.GetRequiredValue(Path), parse.GetValue(_version), parse.GetValue(_rows) ?? DefaultRows, Host.Interruption.Token);

    protected override void Show(TableView result) => new TableReport(Host.Out).Write(result);
}
