namespace FashionSpark.Pipeline.Sinks;

/// <summary>From what a user names as sink to the sink.</summary>
public sealed class SinkKinds
{
    private readonly IReadOnlyList<ISinkKind> _kinds;

    public SinkKinds(params IReadOnlyList<ISinkKind> kinds) => _kinds = kinds;

    /// <summary>The job as it may be shown and recorded, without secrets in the name of its sink.</summary>
    /// <exception cref="InvalidInputException">There is no such kind of sink.</exception>
    public JobOptions Record(JobOptions job) => job.Sink is { } sink ? job with { Sink = sink with { To = Find(sink.To).Record(sink.To) } } : job;

    public Task<ISink> OpenAsync(SinkOptions options, IReadOnlyList<SinkTable> tables, CancellationToken cancellation) =>
        Find(options.To).OpenAsync(options, tables, cancellation);

    /// <summary>What nobody knows is not repeated: it may hold a password.</summary>
    private ISinkKind Find(string sink) => _kinds.FirstOrDefault(kind => kind.Knows(sink))
        ?? throw new InvalidInputException($"There is no such sink; known are {string.Join(", ", _kinds.Select(kind => kind.Form).DefaultIfEmpty("none"))}.");
}
