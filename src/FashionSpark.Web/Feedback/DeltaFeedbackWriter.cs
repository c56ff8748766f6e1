using System.Globalization;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;

namespace FashionSpark.Web.Feedback;

/// <summary>Corrections in a Delta table, a commit a time.</summary>
internal sealed class DeltaFeedbackWriter : IFeedbackWriter
{
    private readonly string _table;
    private readonly TimeProvider _time;
    private readonly string _writer;
    private long _commit;

    public DeltaFeedbackWriter(string table, TimeProvider time)
    {
        _table = table;
        _time = time;

        // Unique among services that write to the same table, and among the starts of one.
        _writer = string.Create(CultureInfo.InvariantCulture, $"serve:{Environment.MachineName}:{Environment.ProcessId}:{time.GetUtcNow():yyyyMMddTHHmmssfffffff}");
    }

    public async Task WriteAsync(RecordBatch rows, CancellationToken cancellation)
    {
        var write = new DeltaWrite(_table, _writer, _commit + 1) { SkipEmpty = true };
        await using var engine = new LocalEngine(new PartitionFunctionRegistry(), time: _time);
        await engine.FromRows(rows, 1).WriteDeltaAsync(write, null, cancellation).ConfigureAwait(false);
        _commit++;
    }
}
