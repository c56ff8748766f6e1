using System.Globalization;
using Amazon.S3;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline.Sinks;

namespace FashionSpark.S3;

/// <summary>
/// Partition function <c>write-s3</c>: rows into Parquet files, a part after the other, on this machine's disk first and then in S3. A part
/// has the number of its partition in its key, so that a repeated partition writes over what it wrote before.
/// </summary>
public sealed class WriteS3Function : IPartitionFunction
{
    public const string Name = "write-s3";

    private readonly WriteS3Options _options;

    public WriteS3Function(WriteS3Options options) => _options = options;

    /// <summary>A row a part.</summary>
    public static Schema Schema { get; } = new(
        [
            new Field("rows", Int64Type.Default, nullable: false), new Field("key", StringType.Default, nullable: false),
            new Field("bytes", Int64Type.Default, nullable: false),
        ],
        metadata: null);

    public Schema OutputSchema(Schema input) => Schema;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        IAmazonS3 client = S3Clients.Get(_options.Server);
        int parts = 0;
        S3Part? part = null;
        try
        {
            foreach (RecordBatch batch in input.Select(Wanted).Where(batch => batch.Length > 0))
            {
                part ??= new S3Part(string.Create(CultureInfo.InvariantCulture, $"{_options.Folder}part-{context.PartitionId:d5}-{parts:d3}.parquet"), batch.Schema);
                part.Write(batch);
                if (part.BytesOfValues >= _options.PartBytes)
                {
                    yield return Finish(client, part, context.Cancellation);
                    part.Dispose();
                    part = null;
                    parts++;
                }
            }

            if (part is not null)
            {
                yield return Finish(client, part, context.Cancellation);
            }
        }
        finally
        {
            part?.Dispose();
        }
    }

    private RecordBatch Finish(IAmazonS3 client, S3Part part, CancellationToken cancellation)
    {
        (long rows, long bytes) = part.UploadAsync(client, _options.Bucket, cancellation).GetAwaiter().GetResult();
        return RowBatch.Create(Schema, [[rows, part.Key, bytes]]);
    }

    /// <summary>The rows of the runs that are asked for, and beside an image's label its class by name.</summary>
    private RecordBatch Wanted(RecordBatch batch)
    {
        if (_options.Rows.Runs is { } runs)
        {
            StringArray of = batch.Column<StringArray>("run_id");
            int[] kept = [.. Enumerable.Range(0, batch.Length).Where(row => runs.Contains(of.GetString(row)))];
            batch = kept.Length == batch.Length ? batch : RowSelection.Take(batch, kept);
        }

        return _options.Rows.Classes is { } classes ? WithClass(batch, classes) : batch;
    }

    private static RecordBatch WithClass(RecordBatch batch, IReadOnlyList<string> classes)
    {
        Int32Array labels = batch.Column<Int32Array>(PreparedSchema.Label);
        var names = new StringArray.Builder();
        foreach (int row in Enumerable.Range(0, batch.Length))
        {
            names.Append(labels.GetValue(row) is >= 0 and var label ? classes[label] : null);
        }

        var schema = new Schema([.. batch.Schema.FieldsList, new Field(SinkTable.Class, StringType.Default, nullable: true)], metadata: null);
        return new RecordBatch(schema, [.. batch.Arrays, names.Build(ManagedAllocator.Instance)], batch.Length);
    }
}
