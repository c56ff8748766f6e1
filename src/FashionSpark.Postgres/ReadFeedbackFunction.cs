using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Postgres;

/// <summary>Partition function <c>read-postgres-feedback</c>: the corrected pictures of a table, with the class that each shows.</summary>
public sealed class ReadFeedbackFunction : IPartitionFunction
{
    public const string Name = "read-postgres-feedback";

    /// <summary>Pictures as phones send them, of some megabytes each.</summary>
    private const int BatchBytes = 4 << 20;

    private readonly ReadPostgresOptions _options;

    public ReadFeedbackFunction(ReadPostgresOptions options) => _options = options;

    public Schema OutputSchema(Schema input) => FeedbackSchema.Labelled;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        // The rows of the driver only say that there is one part.
        if (!input.Any(batch => batch.Length > 0))
        {
            yield break;
        }

        using var rows = new PostgresRows(_options, part: 0, context.Time, context.Cancellation);
        var pictures = new List<object?[]>();
        long bytes = 0;
        while (rows.Next() is { } row)
        {
            pictures.Add([row.Key, row.Label, row.Image]);
            bytes += row.Length ?? 0;
            if (bytes >= BatchBytes)
            {
                yield return RowBatch.Create(FeedbackSchema.Labelled, pictures);
                pictures.Clear();
                bytes = 0;
            }
        }

        yield return RowBatch.Create(FeedbackSchema.Labelled, pictures);
    }
}
