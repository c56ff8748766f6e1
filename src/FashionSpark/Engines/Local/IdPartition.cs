using Apache.Arrow;
using FashionSpark.Datasets;

namespace FashionSpark.Engines.Local;

/// <summary>
/// The rows of one bucket of image ids. Every bucket reads the whole source and keeps its own rows: nothing is held or
/// spilled, and what is repartitioned is a table just read, not work just done.
/// </summary>
internal static class IdPartition
{
    public static Func<PartitionContext, IEnumerable<RecordBatch>> Of(LocalSource source, int partition, int partitions, string idColumn) =>
        context => source.Partitions.SelectMany(read => read(context))
            .Select(batch => Keep(batch, partition, partitions, idColumn))
            .Where(batch => batch.Length > 0);

    private static RecordBatch Keep(RecordBatch batch, int partition, int partitions, string idColumn)
    {
        if (partitions == 1)
        {
            return batch;
        }

        StringArray ids = batch.Column<StringArray>(idColumn);
        var kept = new List<int>(batch.Length / partitions * 2);
        for (int row = 0; row < batch.Length; row++)
        {
            if (ImageId.Bucket(ids.GetString(row), partitions) == partition)
            {
                kept.Add(row);
            }
        }

        return RowSelection.Take(batch, kept);
    }
}
