using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>
/// From a source to a prepared data set: list, leave out what is there twice, decode and resize per partition into
/// Delta, say why images are missing, measure mean and deviation, and last set the properties that make the set whole.
/// Killed anywhere, it can be run again with the same run id and ends with the same rows.
/// </summary>
public static class PrepareStage
{
    public const string Name = "prepare";

    /// <exception cref="DatasetException">The source cannot be used, or changed while it was read.</exception>
    /// <exception cref="OutputExistsException">The output is there and not to be replaced.</exception>
    public static async Task<PrepareResult> RunAsync(PipelineContext context, PrepareOptions options, CancellationToken cancellation)
    {
        var clock = new StageClock(context.Time);
        string appId = $"{context.RunId}:{Name}";
        await PreparedOutput.CheckAsync(context.Engine, options, appId, cancellation).ConfigureAwait(false);
        IImageSource source = await ImageSources.OpenAsync(options.Source, context.Progress, cancellation).ConfigureAwait(false);
        int size = options.Size ?? source.DefaultSize;
        var image = new ImageOptions(size, size, options.Channels ?? source.DefaultChannels, options.Fit, options.MaxMegapixels);
        var splits = new SplitRule(!source.DeclaredSplits.Contains(Split.Validation), options.ValidationShare, options.TestShare);
        IDataset images = source.Open(context.Engine, options.Partitions ?? context.Engine.Parallelism);

        SourceListing listing;
        using (IStageProgress progress = context.Progress.Begin("list", source.Count, "images"))
        {
            listing = await SourceListing.ReadAsync(images, splits, progress, cancellation).ConfigureAwait(false);
        }

        if (listing.Listed == 0)
        {
            throw new DatasetException($"Source '{options.Source}' has no images.");
        }

        long version;
        using (IStageProgress progress = context.Progress.Begin(Name, listing.Listed, "images"))
        {
            version = await WriteAsync(images, image, splits, listing, options, appId, progress, cancellation).ConfigureAwait(false);
        }

        (long prepared, IReadOnlyList<string> suspects) = await CompareAsync(context, options.Out, version, listing, cancellation).ConfigureAwait(false);
        long quarantined = await QuarantineAsync(context, images, image, suspects, listing, cancellation).ConfigureAwait(false);
        HashSet<string> unusable = [.. suspects];
        long duplicates = listing.Duplicates.Count(duplicate => !unusable.Contains(duplicate.Value));
        if (listing.Listed != prepared + quarantined + duplicates)
        {
            throw new DatasetException(
                $"Counts do not add up: {listing.Listed} listed, but {prepared} prepared + {quarantined} quarantined + {duplicates} duplicates. Did '{options.Source}' change while it was read? Run again with --overwrite.");
        }

        if (prepared == 0)
        {
            throw new DatasetException($"None of the {listing.Listed} images of '{options.Source}' can be used; the quarantine table '{context.Table(ResultTables.Quarantine)}' says why.");
        }

        (long finalVersion, IReadOnlyDictionary<string, long> perSplit) = await new PreparedStatistics(context)
            .FinishAsync(options.Out, version, source.Classes, image, Preprocessing.Name(options.Fit), cancellation).ConfigureAwait(false);
        return new PrepareResult(options.Out, finalVersion, listing.Listed, prepared, quarantined, duplicates, perSplit, clock.Seconds);
    }

    private static Task<long> WriteAsync(
        IDataset images, ImageOptions image, SplitRule splits, SourceListing listing, PrepareOptions options, string appId,
        IStageProgress progress, CancellationToken cancellation)
    {
        var function = new PrepareFunctionOptions(image, splits, [.. listing.Duplicates.Select(duplicate => duplicate.Key)]);
        var write = new DeltaWrite(options.Out, appId, 1, options.Overwrite ? DeltaWriteMode.Overwrite : DeltaWriteMode.Append)
        {
            PartitionBy = [PreparedSchema.Split],
        };
        return images.MapPartitions(PartitionFunctionSpec.Create(PrepareFunction.Name, function)).WriteDeltaAsync(write, progress, cancellation);
    }

    /// <summary>Counts what was written and finds what was listed but not written.</summary>
    private static async Task<(long Prepared, IReadOnlyList<string> Suspects)> CompareAsync(
        PipelineContext context, string path, long version, SourceListing listing, CancellationToken cancellation)
    {
        long prepared = 0;
        await foreach (RecordBatch batch in context.Engine.ReadDelta(new DeltaRead(path, version, [PreparedSchema.ImageId]))
            .CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
            prepared += batch.Length;
            for (int row = 0; row < batch.Length; row++)
            {
                if (!listing.Remove(ids.GetString(row)))
                {
                    throw new DatasetException($"Image {ids.GetString(row)} in '{path}' is not in the source (any more). Run again with --overwrite.");
                }
            }
        }

        return (prepared, listing.Remaining());
    }

    private static async Task<long> QuarantineAsync(
        PipelineContext context, IDataset images, ImageOptions image, IReadOnlyList<string> suspects, SourceListing listing, CancellationToken cancellation)
    {
        if (suspects.Count == 0 && listing.Unreadable == 0)
        {
            return 0;
        }

        DateTimeOffset now = context.Time.GetUtcNow();
        var rows = new List<object?[]>();
        IDataset reasons = images.MapPartitions(PartitionFunctionSpec.Create(QuarantineFunction.Name, new QuarantineOptions(image, suspects)));
        await foreach (RecordBatch batch in reasons.CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            for (int row = 0; row < batch.Length; row++)
            {
                string? Text(string column) => batch.Column<StringArray>(column).GetString(row);
                rows.Add([context.RunId, Name, Text("source"), Text("content_hash"), Text("reason"), Text("message"), now]);
            }
        }

        await new ResultWriter(context).AppendAsync(ResultTables.Quarantine, ResultTables.QuarantineSchema, $"{context.RunId}:{Name}", rows, cancellation).ConfigureAwait(false);
        return rows.Count;
    }
}
