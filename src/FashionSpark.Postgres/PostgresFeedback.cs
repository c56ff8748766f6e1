using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Pipeline.Sinks;

namespace FashionSpark.Postgres;

/// <summary>Corrected pictures as rows of a table: written as results are.</summary>
internal sealed class PostgresFeedback : IFeedbackWriter
{
    private readonly WritePostgresFunction _write;
    private readonly TimeProvider _time;

    public PostgresFeedback(string database, TimeProvider time)
    {
        _write = new WritePostgresFunction(new WritePostgresOptions(database, SinkOptions.DefaultSchema, new SinkRows(SinkTable.Feedback.Name, Piece: "")));
        _time = time;
    }

    /// <summary>On a thread of its own: partition functions are synchronous.</summary>
    public Task WriteAsync(RecordBatch rows, CancellationToken cancellation) => Task.Run(
        () =>
        {
            var context = new PartitionContext { PartitionId = 0, Time = _time, Cancellation = cancellation };
            foreach (RecordBatch _ in _write.Run([rows], context))
            {
                // Written.
            }
        },
        cancellation);
}
