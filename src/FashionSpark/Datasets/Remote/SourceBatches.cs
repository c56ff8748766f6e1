using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Datasets.Remote;

/// <summary>Images of a source in batches of <see cref="SourceSchema.SchemaWithProblem"/> that bound memory whatever their size.</summary>
public static class SourceBatches
{
    /// <summary>As the local engine's reader of files has it, for the same reasons.</summary>
    private const int BatchBytes = 4 << 20;
    private const int BatchRows = 256;

    public static IEnumerable<RecordBatch> Of(IEnumerable<SourceImage> images)
    {
        var rows = new List<object?[]>();
        long bytes = 0;
        foreach (SourceImage image in images)
        {
            rows.Add([image.Source, image.Split, image.Label, image.Content, image.Problem]);
            bytes += image.Content?.Length ?? 0;
            if (rows.Count >= BatchRows || bytes >= BatchBytes)
            {
                yield return RowBatch.Create(SourceSchema.SchemaWithProblem, rows);
                rows.Clear();
                bytes = 0;
            }
        }

        if (rows.Count > 0)
        {
            yield return RowBatch.Create(SourceSchema.SchemaWithProblem, rows);
        }
    }
}
