using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>A source, and beside its images those that people corrected, with the classes and splits of the source.</summary>
internal sealed class SourceWithFeedback : IImageSource
{
    private readonly IImageSource _source;
    private readonly DeltaRead _feedback;

    private SourceWithFeedback(IImageSource source, DeltaRead feedback)
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
    /// <param name="table">Folder of the feedback table. Its version of now is read, however often, while people go on correcting.</param>
    /// <param name="engine">Reads it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="TableNotFoundException">There is no such table.</exception>
    public static async Task<IImageSource> CreateAsync(IImageSource source, string table, IEngine engine, CancellationToken cancellation)
    {
        DeltaTableInfo feedback = await engine.DescribeDeltaAsync(table, null, cancellation).ConfigureAwait(false)
            ?? throw new TableNotFoundException($"There is no feedback table at '{table}'. 'fashionspark serve --feedback {table}' makes it.");
        return new SourceWithFeedback(source, new DeltaRead(table, feedback.Version, LabelFeedbackFunction.InputColumns));
    }

    public IDataset Open(IEngine engine, int partitions) => _source.Open(engine, partitions).Union(
        engine.ReadDelta(_feedback).MapPartitions(PartitionFunctionSpec.Create(LabelFeedbackFunction.Name, new LabelFeedbackOptions(Classes))));

    public void Dispose() => _source.Dispose();
}
