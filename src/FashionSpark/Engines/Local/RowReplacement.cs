using System.Collections.Concurrent;
using Apache.Arrow;
using FashionSpark.Tables;

namespace FashionSpark.Engines.Local;

/// <summary>
/// Takes rows out of a table: files that hold one of the keys are written anew without those rows, all others stay.
/// Only the key column of the other files is read.
/// </summary>
internal static class RowReplacement
{
    public static async Task RewriteAsync(LocalRunner runner, DeltaWriter writer, RowKeys keys, CancellationToken cancellation)
    {
        DeltaSnapshot table = writer.Table!;
        HashSet<string> values = keys.Values.ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<DeltaFile> files = await FindAsync(runner, table, keys.Column, values, cancellation).ConfigureAwait(false);
        var reader = new DeltaReader(table, new DeltaRead(table.Path));
        await runner.RunAsync(
            Source(reader, files),
            (_, batches) =>
            {
                using DeltaPartitionWriter kept = writer.OpenPartition();
                foreach (RecordBatch batch in batches)
                {
                    kept.Write(Without(batch, keys.Column, values));
                }

                kept.Complete();
            },
            rows: null,
            cancellation).ConfigureAwait(false);
        writer.Remove(files);
    }

    private static async Task<IReadOnlyList<DeltaFile>> FindAsync(
        LocalRunner runner, DeltaSnapshot table, string column, HashSet<string> values, CancellationToken cancellation)
    {
        var reader = new DeltaReader(table, new DeltaRead(table.Path, Columns: [column]));
        var found = new ConcurrentBag<DeltaFile>();
        await runner.RunAsync(
            Source(reader, reader.Files),
            (file, batches) =>
            {
                if (batches.Any(batch => Holds(batch.Column<StringArray>(column), values)))
                {
                    found.Add(reader.Files[file]);
                }
            },
            rows: null,
            cancellation).ConfigureAwait(false);
        return [.. found.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static LocalSource Source(DeltaReader reader, IReadOnlyList<DeltaFile> files) =>
        new(reader.Schema, [.. files.Select(file => (Func<PartitionContext, IEnumerable<RecordBatch>>)(_ => reader.Read(file)))]);

    private static bool Holds(StringArray column, HashSet<string> values) =>
        Enumerable.Range(0, column.Length).Any(row => column.GetString(row) is { } key && values.Contains(key));

    private static RecordBatch Without(RecordBatch batch, string column, HashSet<string> values)
    {
        StringArray keys = batch.Column<StringArray>(column);
        int[] kept = [.. Enumerable.Range(0, batch.Length).Where(row => keys.GetString(row) is not { } key || !values.Contains(key))];
        return kept.Length == batch.Length ? batch : RowSelection.Take(batch, kept);
    }
}
