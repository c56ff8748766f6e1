using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FashionSpark.Cli.Tables;
using Spectre.Console;

namespace FashionSpark.Cli.Output;

/// <summary>A Delta table for the eye.</summary>
internal sealed class TableReport
{
    private readonly IAnsiConsole _console;

    public TableReport(IAnsiConsole console) => _console = console;

    public void Write(TableView table)
    {
        _console.WriteRaw($"{table.Path}, version {table.Version}");
        string partitioned = table.PartitionColumns.Count > 0 ? $", partitioned by {string.Join(", ", table.PartitionColumns)}" : "";
        _console.WriteRaw($"{Figures.Count(table.Rows, "row")} in {Figures.Count(table.Files, "file")}, {Figures.Bytes(table.Bytes)}{partitioned}");
        foreach ((string key, string value) in table.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            _console.WriteRaw($"{key} = {value}");
        }

        _console.WriteLine();
        var columns = new TextColumns(["Column", "Type", "Null"]);
        foreach (ColumnView column in table.Columns)
        {
            columns.Add([column.Name, column.Type, column.Nullable ? "yes" : "no"]);
        }

        columns.Write(_console);
        if (table.FirstRows.Count > 0)
        {
            _console.WriteLine();
            WriteRows(table);
        }
    }

    private void WriteRows(TableView table)
    {
        var rows = new TextColumns([.. table.Columns.Select(column => column.Name)]);
        foreach (JsonObject row in table.FirstRows)
        {
            rows.Add([.. table.Columns.Select(column => Text(row[column.Name]))]);
        }

        int left = rows.Write(_console);
        if (left > 0)
        {
            _console.WriteRaw($"({left} more columns do not fit here; --json has them all)");
        }
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray array => $"[{string.Join(", ", array.Select(Text))}]",
        JsonValue number when number.GetValueKind() == JsonValueKind.Number =>
            number.TryGetValue(out double real) ? real.ToString("G5", CultureInfo.InvariantCulture)
            : number.TryGetValue(out float single) ? single.ToString("G5", CultureInfo.InvariantCulture)
            : number.ToJsonString(),
        JsonValue time when time.TryGetValue(out DateTimeOffset moment) => Figures.Time(moment),
        _ => value.ToString(),
    };
}
