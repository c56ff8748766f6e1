using System.Text.Json.Nodes;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Tables;

namespace FashionSpark.Cli.Tables;

/// <summary>Reads what <c>table show</c> shows.</summary>
internal static class TableViewReader
{
    /// <exception cref="TableNotFoundException">No such table or version.</exception>
    public static TableView Read(string path, long? version, int rows, CancellationToken cancellation)
    {
        DeltaSnapshot table = DeltaTable.Open(path, version);
        var reader = new DeltaReader(table, new DeltaRead(path, version));
        return new TableView(
            path,
            table.Version,
            table.Files.Sum(file => file.Rows ?? Count(reader, file, cancellation)),
            table.Files.Count,
            table.Files.Sum(file => file.Bytes),
            table.PartitionColumns,
            [.. table.Schema.FieldsList.Select(field => new ColumnView(field.Name, CellValue.TypeName(field.DataType), field.IsNullable))],
            table.Properties,
            [.. FirstRows(reader, rows, cancellation)]);
    }

    /// <summary>For files whose writer left no statistics.</summary>
    private static long Count(DeltaReader reader, DeltaFile file, CancellationToken cancellation)
    {
        long rows = 0;
        foreach (RecordBatch batch in reader.Read(file))
        {
            cancellation.ThrowIfCancellationRequested();
            rows += batch.Length;
        }

        return rows;
    }

    private static IEnumerable<JsonObject> FirstRows(DeltaReader reader, int rows, CancellationToken cancellation)
    {
        if (rows == 0)
        {
            yield break;
        }

        foreach (RecordBatch batch in reader.Files.SelectMany(file => reader.Read(file, rows)))
        {
            cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < batch.Length; row++)
            {
                yield return new JsonObject(batch.Schema.FieldsList.Select((field, i) => KeyValuePair.Create(field.Name, CellValue.Of(batch.Column(i), row))));
                if (--rows == 0)
                {
                    yield break;
                }
            }
        }
    }
}
