using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Models;
using FashionSpark.Scoring;

namespace FashionSpark.Pipeline;

/// <summary>From a prepared data set and a model to rows of the predictions table.</summary>
public static class ScoreStage
{
    public const string Name = "score";

    /// <exception cref="ModelFormatException">The model is missing, of another kind, or does not fit the data.</exception>
    /// <exception cref="TableNotFoundException">There is no data set.</exception>
    public static async Task<ScoreResult> RunAsync(PipelineContext context, ScoreOptions options, CancellationToken cancellation)
    {
        var clock = new StageClock(context.Time);
        DeltaTableInfo data = await PreparedData.DescribeAsync(context.Engine, options.Data, options.DataVersion, cancellation).ConfigureAwait(false);
        PreparedProperties properties = PreparedProperties.Read(data);
        string hash;
        using (IClassifier model = ModelFormats.Open(options.Model, threads: 1))
        {
            ModelFit.Check(options.Model, model.Metadata, options.Data, properties);
            hash = model.Hash;
        }

        string table = options.Table ?? context.Table(PredictionsSchema.TableName);
        var read = new DeltaRead(options.Data, data.Version, ScoreFunction.InputColumns, new PartitionFilter(PreparedSchema.Split, options.Splits));
        var function = new ScoreFunctionOptions(context.RunId, Path.GetFullPath(options.Model), hash, options.BatchSize);
        var write = new DeltaWrite(table, $"{context.RunId}:{Name}", 1) { PartitionBy = [PredictionsSchema.RunId] };
        IDataset predictions = context.Engine.ReadDelta(read).MapPartitions(PartitionFunctionSpec.Create(ScoreFunction.Name, function));
        long version;
        using (IStageProgress progress = context.Progress.Begin(Name, null, "images"))
        {
            version = await predictions.WriteDeltaAsync(write, progress, cancellation).ConfigureAwait(false);
        }

        long rows = await CountAsync(context, table, version, cancellation).ConfigureAwait(false);
        return rows > 0
            ? new ScoreResult(table, version, rows, clock.Seconds)
            : throw new DatasetException($"'{options.Data}' has no images in the split(s) {string.Join(", ", options.Splits)}.");
    }

    /// <summary>Rows of this run in the table as it is: what counts is what was committed, not what went by.</summary>
    private static async Task<long> CountAsync(PipelineContext context, string table, long version, CancellationToken cancellation)
    {
        long rows = 0;
        var read = new DeltaRead(table, version, [PredictionsSchema.Label], new PartitionFilter(PredictionsSchema.RunId, [context.RunId]));
        await foreach (RecordBatch batch in context.Engine.ReadDelta(read).CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            rows += batch.Length;
        }

        return rows;
    }
}
