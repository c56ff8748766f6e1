using System.Runtime.CompilerServices;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>Which images a prepared data set has and where they were taken from, without their pixels.</summary>
internal static class PreparedPlaces
{
    public static IReadOnlyList<string> Columns { get; } = [PreparedSchema.ImageId, PreparedSchema.Source, PreparedSchema.Split, PreparedSchema.Label];

    public static async IAsyncEnumerable<(string Id, string Split, ulong Place)> ReadAsync(IDataset rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (RecordBatch batch in rows.CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
            StringArray sources = batch.Column<StringArray>(PreparedSchema.Source);
            StringArray splits = batch.Column<StringArray>(PreparedSchema.Split);
            Int32Array labels = batch.Column<Int32Array>(PreparedSchema.Label);
            for (int row = 0; row < batch.Length; row++)
            {
                string split = splits.GetString(row);
                yield return (ids.GetString(row), split, ImagePlace.Of(sources.GetString(row), split, labels.GetValue(row)!.Value));
            }
        }
    }
}
