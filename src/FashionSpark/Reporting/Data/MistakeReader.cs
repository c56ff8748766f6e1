using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Scoring;

namespace FashionSpark.Reporting;

/// <summary>Finds the mistakes that are shown among the predictions of a run.</summary>
internal static class MistakeReader
{
    /// <summary>Images of each kind: two rows on a desktop.</summary>
    private const int Shown = 12;

    /// <param name="context">The run that writes the report.</param>
    /// <param name="predictions">Folder of the predictions table.</param>
    /// <param name="run">The run.</param>
    /// <param name="split">The split.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<MistakeList> ReadAsync(PipelineContext context, string predictions, string run, string split, CancellationToken cancellation)
    {
        if (await context.Engine.DescribeDeltaAsync(predictions, null, cancellation).ConfigureAwait(false) is not { } table)
        {
            return MistakeList.None;
        }

        var found = new List<Mistake>();
        var read = new DeltaRead(predictions, table.Version, MistakesFunction.InputColumns, new PartitionFilter(PredictionsSchema.RunId, [run]));
        IDataset mistakes = context.Engine.ReadDelta(read).MapPartitions(PartitionFunctionSpec.Create(MistakesFunction.Name, new MistakesOptions(split, Shown)));
        await foreach (RecordBatch batch in mistakes.CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            found.AddRange(MistakesFunction.FromRows(batch));
        }

        return MistakeList.Of(found, Shown);
    }
}
