using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Web.Tests.Support;

/// <summary>A place for corrections that is there, and away when the first of them comes.</summary>
internal sealed class FailingFeedback : IFeedbackKind, IFeedbackWriter
{
    /// <summary>What it was given, each time.</summary>
    public List<RecordBatch> Tries { get; } = [];

    public bool Knows(string name) => name.StartsWith("failing://", StringComparison.Ordinal);

    public string Record(string name) => "failing://";

    public Task<IFeedbackWriter> OpenAsync(string name, TimeProvider time, CancellationToken cancellation) => Task.FromResult<IFeedbackWriter>(this);

    public Task<IDataset> ReadAsync(string name, IEngine engine, CancellationToken cancellation) => throw new NotSupportedException("Nothing reads it.");

    public Task WriteAsync(RecordBatch rows, CancellationToken cancellation)
    {
        Tries.Add(rows);
        return Tries.Count == 2 ? throw new RemoteStoreException("The server is away.") : Task.CompletedTask;
    }
}
