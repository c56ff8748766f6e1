using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Datasets.Remote;
using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.Postgres;

/// <summary>
/// Partition function <c>read-postgres</c>: rows that number parts of a relation become the images of those parts, in the order
/// of their keys. An image that is NULL or too large has no content, and says why.
/// </summary>
public sealed class ReadPostgresFunction : IPartitionFunction
{
    public const string Name = "read-postgres";

    private const string Part = "part";
    private readonly ReadPostgresOptions _options;
    private readonly ClassLabels _labels;

    public ReadPostgresFunction(ReadPostgresOptions options)
    {
        _options = options;
        _labels = new ClassLabels(options.Classes);
    }

    /// <summary>The column of the rows that number parts, from 0.</summary>
    public static Schema PartSchema { get; } = new([new Field(Part, Int32Type.Default, nullable: false)], metadata: null);

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. PartSchema.FieldsList]);
        return SourceSchema.SchemaWithProblem;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        foreach (RecordBatch parts in input)
        {
            for (int row = 0; row < parts.Length; row++)
            {
                int part = parts.Column<Int32Array>(Part).GetValue(row)!.Value;
                string name = string.Create(CultureInfo.InvariantCulture, $"{part}-of-{_options.Parts}");
                foreach (RecordBatch batch in SpooledBatches.Read(_options.Spool, name, () => BatchesAhead.Of(
                    stop => SourceBatches.Of(Fetch(part, context.Time, stop)), context.Cancellation)))
                {
                    yield return batch;
                }
            }
        }
    }

    private IEnumerable<SourceImage> Fetch(int part, TimeProvider time, CancellationToken stop)
    {
        using var rows = new PostgresRows(_options, part, time, stop);
        while (rows.Next() is { } row)
        {
            int label = _labels.Of(row.Label);
            string? split = row.Split is null ? null : FolderSplit.Of(row.Split);
            string? problem = row switch
            {
                { Length: null } => QuarantineReason.Empty,
                { Image: null } => QuarantineReason.TooLarge,
                _ => null,
            };
            yield return new SourceImage(row.Key, split, label, row.Image, problem);
        }
    }
}
