using System.Globalization;
using System.Text;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Datasets.Remote;
using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.S3;

/// <summary>
/// Partition function <c>fetch-s3</c>: rows whose contents are addresses, <c>s3://bucket/key</c> or a key, get the objects instead. A row
/// that has no content already, and says why, stays as it is.
/// </summary>
public sealed class FetchS3Function : IPartitionFunction
{
    public const string Name = "fetch-s3";

    private readonly FetchS3Options _options;

    public FetchS3Function(FetchS3Options options) => _options = options;

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. SourceSchema.SchemaWithProblem.FieldsList]);
        return SourceSchema.SchemaWithProblem;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"objects-{context.PartitionId}");
        return SpooledBatches.Read(_options.Spool, name, () => BatchesAhead.Of(
            stop => SourceBatches.Of(Fetch(input, context.Time, stop)), context.Cancellation));
    }

    private IEnumerable<SourceImage> Fetch(IEnumerable<RecordBatch> input, TimeProvider time, CancellationToken stop)
    {
        var objects = new S3ObjectReader(S3Clients.Get(_options.Server), time);
        using var ahead = new FetchAhead<SourceImage>(
            (row, token) => FetchAsync(objects, row, token), _ => S3ObjectReader.UnlistedBytes, stop);
        foreach ((SourceImage row, S3Content content) in ahead.Read(input.SelectMany(SourceRows.Of).ToAsyncEnumerable()))
        {
            yield return row with { Content = content.Bytes, Problem = content.Problem };
        }
    }

    private Task<S3Content> FetchAsync(S3ObjectReader objects, SourceImage row, CancellationToken cancellation)
    {
        if (row.Content is not { } bytes)
        {
            return Task.FromResult(new S3Content(null, row.Problem));
        }

        string address = Encoding.UTF8.GetString(bytes);
        string[] parts = S3Address.Knows(address) ? address[S3Address.Scheme.Length..].Split('/', 2) : [_options.Bucket ?? "", address.TrimStart('/')];
        return parts is [{ Length: > 0 } bucket, { Length: > 0 } key]
            ? objects.ReadUnlistedAsync(bucket, key, cancellation)
            : Task.FromResult(new S3Content(null, QuarantineReason.BadAddress));
    }
}
