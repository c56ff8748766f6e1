using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>
/// From a source to a prepared data set: list, leave out what is there twice, compare with the set that is there, decode
/// and resize per partition what differs, check and measure the whole, and commit it in one step. Killed anywhere, it can
/// be run again and ends with the same rows; readers see the version before, or this one.
/// </summary>
public static class PrepareStage
{
    public const string Name = "prepare";

    /// <exception cref="DatasetException">The source cannot be used, or changed while it was read.</exception>
    /// <exception cref="OutputExistsException">The output is there, was not made by the same prepare, and is not to be replaced.</exception>
    public static async Task<PrepareResult> RunAsync(PipelineContext context, PrepareOptions options, CancellationToken cancellation)
    {
        var clock = new StageClock(context.Time);
        PreparedTarget target = await PreparedTarget.OpenAsync(context.Engine, options, context.RunId, cancellation).ConfigureAwait(false);
        using IImageSource source = await OpenAsync(context, options, cancellation).ConfigureAwait(false);
        int size = options.Size ?? source.DefaultSize;
        var image = new ImageOptions(size, size, options.Channels ?? source.DefaultChannels, options.Fit, options.MaxMegapixels);
        target.CheckSame(options, image);
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

        PreparePlan plan = await PreparePlan.MakeAsync(context.Engine, target, source.Classes, listing.Images, cancellation).ConfigureAwait(false);
        await context.Started.ConfigureAwait(false);
        var set = new PreparedSet(context, options, image, source.Classes, new PreparedCheck(context, options, images, image, listing, source.Classes));
        long version = await WriteAsync(context, options, target, plan, listing, set, Rows(context.Engine, images, image, splits, listing, plan), cancellation).ConfigureAwait(false);

        PreparedCounts counts = set.Counts!;
        bool upToDate = version == target.Table?.Version;
        var result = new PrepareResult(
            options.Out, version, listing.Listed, counts.Prepared, counts.Quarantined, counts.Duplicates, counts.ImagesPerSplit, clock.Seconds)
        {
            Unchanged = plan.Unchanged,
            Added = counts.Prepared - plan.Unchanged - plan.Changed,
            Changed = plan.Changed,
            Removed = plan.Removed,
            UpToDate = upToDate,
            NearDuplicates = set.NearDuplicates?.Count,
            Notes = set.Notes,
        };
        await new PreparedReport(context, result).WriteAsync(source.Classes, set.Statistics, set.NearDuplicates, cancellation).ConfigureAwait(false);
        foreach (string note in result.Notes)
        {
            context.Progress.Note(note);
        }

        return result;
    }

    private static async Task<IImageSource> OpenAsync(PipelineContext context, PrepareOptions options, CancellationToken cancellation)
    {
        IImageSource source = await context.Sources.OpenAsync(options, context.Engine, context.Progress, cancellation).ConfigureAwait(false);
        return options.Feedback is { } table ? await SourceWithFeedback.CreateAsync(source, table, context.Sources.Feedback, context.Engine, cancellation).ConfigureAwait(false) : source;
    }

    /// <summary>Returns the version that holds the set, which is the one that was there where nothing differs.</summary>
    private static async Task<long> WriteAsync(
        PipelineContext context, PrepareOptions options, PreparedTarget target, PreparePlan plan, SourceListing listing, PreparedSet set, IDataset rows, CancellationToken cancellation)
    {
        long version = target.Table?.Version ?? -1;
        if (!plan.IsUpToDate)
        {
            using IStageProgress progress = context.Progress.Begin(Name, plan.Only?.Count ?? listing.Listed, "images");
            DeltaWrite write = plan.ToWrite(target, options.Out, (written, stop) => set.DescribeAsync(written, target.NextUpdate, stop));
            version = await rows.WriteDeltaAsync(write, progress, cancellation).ConfigureAwait(false);
        }

        if (set.Counts is not null)
        {
            return version;
        }

        // Nothing was written. The set there is checked all the same, and described where a killed prepare did not come to it.
        IDataset Present(IReadOnlyList<string> columns) => context.Engine.ReadDelta(new DeltaRead(options.Out, version, columns));
        if (PreparedProperties.IsWhole(target.Table!))
        {
            await set.CheckAsync(Present, cancellation).ConfigureAwait(false);
            return version;
        }

        IReadOnlyDictionary<string, string> properties = await set.DescribeAsync(Present, PreparedOrigin.UpdateOf(target.Table!), cancellation).ConfigureAwait(false);
        return await context.Engine.SetDeltaPropertiesAsync(options.Out, properties, cancellation).ConfigureAwait(false);
    }

    private static IDataset Rows(IEngine engine, IDataset images, ImageOptions image, SplitRule splits, SourceListing listing, PreparePlan plan) =>
        plan.Only is { Count: 0 }
            ? engine.FromRows(RowBatch.Create(PreparedSchema.Schema, []), 1)
            : images.MapPartitions(PartitionFunctionSpec.Create(
                PrepareFunction.Name, new PrepareFunctionOptions(image, splits, [.. listing.Duplicates.Select(duplicate => duplicate.Source)], plan.Only)));
}
