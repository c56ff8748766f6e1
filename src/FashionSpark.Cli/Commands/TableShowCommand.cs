using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Cli.Output;
using FashionSpark.Cli.Tables;

namespace FashionSpark.Cli.Commands;

/// <summary>Schema, version, properties and the first rows of a table.</summary>
internal sealed class TableShowCommand : Command
{
    private const int DefaultRows = 10;

    private readonly CliHost _host;
    private readonly CommonOptions _common;
    private readonly Argument<string> _path = TableFlags.Path();
    private readonly Option<long?> _version = TableFlags.Version();
    private readonly Option<int?> _rows = Flag.Number("--rows", "N", $"Rows to show (default: {DefaultRows}).", 0);

    public TableShowCommand(CliHost host, CommonOptions common)
        : base("show", "Columns, version, properties, number of rows, and the first rows.")
    {
        _host = host;
        _common = common;
        Add(_path);
        Add(_version);
        Add(_rows);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        TableView table = TableViewReader.Read(
            parse.GetRequiredValue(_path), parse.GetValue(_version), parse.GetValue(_rows) ?? DefaultRows, _host.Interruption.Token);
        if (parse.GetValue(_common.Json))
        {
            JsonOutput.Write(_host.Out, table);
        }
        else
        {
            new TableReport(_host.Out).Write(table);
        }

        return ExitCode.Done;
    }
}
