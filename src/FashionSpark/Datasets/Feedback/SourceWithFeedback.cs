using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>A source, and beside its images those that people corrected, with the classes and splits of the source.</summary>
internal sealed class SourceWithFeedback : IImageSource
{
    private readonly IImageSource _source;
    private readonly IDataset _feedback;

    private SourceWithFeedback(IImageSource source, IDataset feedback)
    {
        _source = source;
        _feedback = feedback;
    }

    public IReadOnlyList<string> Classes => _source.Classes;

    public IReadOnlyList<string> DeclaredSplits => _source.DeclaredSplits;

    /// <summary>Only reading tells how many were corrected.</summary>
    public long? Count => null;

    public int DefaultSize => _source.DefaultSize;

    public int DefaultChannels => _source.DefaultChannels;

    /// <param name="source">The source.</param>
    /// <param name="table">The feedback table. What it has now is read, however often, while people go on correcting.</param>
    /// <param name="kinds">Tables outside of this machine.</param>
    /// <param name="engine">Reads it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="TableNotFoundException">There is no such table.</exception>
    public static async Task<IImageSource> CreateAsync(IImageSource source, string table, FeedbackKinds kinds, IEngine engine, CancellationToken cancellation)
    {
        if (kinds.Find(table) is { } kind)
        {
            return new SourceWithFeedback(source, await kind.ReadAsync(table, engine, cancellation).ConfigureAwait(false));
        }

        DeltaTableInfo feedback = await engine.DescribeDeltaAsync(table, null, cancellation).ConfigureAwait(false)
            ?? throw new TableNotFoundException($"There is no feedback table at '{table}'. 'fashionspark serve --feedback {table}' makes it.");
        return new SourceWithFeedback(source, engine.ReadDelta(new DeltaRead(table, feedback.Version, [.. FeedbackSchema.Labelled.FieldsList.Select(field => field.Name)])));
    }

    public IDataset Open(IEngine engine, int partitions)
    {
        IDataset images = _source.Open(engine, partitions);
        var options = new LabelFeedbackOptions(Classes, WithProblem: images.Schema.GetFieldIndex(SourceSchema.Problem) >= 0);
        return images.Union(_feedback.MapPartitions(PartitionFunctionSpec.Create(LabelFeedbackFunction.Name, options)));
    }

    public void Dispose() => _source.Dispose();
}
