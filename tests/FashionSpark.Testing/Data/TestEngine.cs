using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;

namespace FashionSpark.Testing.Data;

/// <summary>A local engine with the core's functions, and short ways to run and read.</summary>
public static class TestEngine
{
    public static LocalEngine Create(int parallelism = 2, TimeProvider? time = null) =>
        new(new PartitionFunctionRegistry().AddCoreFunctions(), parallelism, time ?? new FixedTime());

    public static async Task<List<RecordBatch>> CollectAsync(this IDataset dataset)
    {
        var batches = new List<RecordBatch>();
        await foreach (RecordBatch batch in dataset.CollectAsync(null, CancellationToken.None).ConfigureAwait(false))
        {
            batches.Add(batch);
        }

        return batches;
    }

    /// <summary>Every value of a text column.</summary>
    public static IEnumerable<string?> Texts(this IEnumerable<RecordBatch> batches, string column) =>
        batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => (string?)batch.Column<StringArray>(column).GetString(row)));
}
