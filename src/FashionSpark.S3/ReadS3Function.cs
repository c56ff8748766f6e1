using System.Security.Cryptography;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Datasets.Remote;
using FashionSpark.Engines;

namespace FashionSpark.S3;

/// <summary>
/// Partition function <c>read-s3</c>: rows that name a run of keys become the images of that run, in the order of the keys. An
/// object that is gone, changed or too large has no content, and says why.
/// </summary>
public sealed class ReadS3Function : IPartitionFunction
{
    public const string Name = "read-s3";

    private readonly ReadS3Options _options;
    private readonly FolderLabels _labels;

    public ReadS3Function(ReadS3Options options)
    {
        _options = options;
        _labels = new FolderLabels(options.Classes, options.HasSplits);
    }

    /// <summary>Columns of the rows that name runs of keys: after a key (null = from the first), to a key.</summary>
    public static Schema RangeSchema { get; } = new(
        [new Field("after", StringType.Default, nullable: true), new Field("last", StringType.Default, nullable: false)], metadata: null);

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. RangeSchema.FieldsList]);
        return SourceSchema.SchemaWithProblem;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        foreach (RecordBatch ranges in input)
        {
            for (int row = 0; row < ranges.Length; row++)
            {
                string? after = ranges.Column<StringArray>("after").GetString(row);
                string last = ranges.Column<StringArray>("last").GetString(row);
                string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{after}\n{last}")))[..32];
                foreach (RecordBatch batch in SpooledBatches.Read(_options.Spool, name, () => BatchesAhead.Of(
                    stop => SourceBatches.Of(Fetch(after, last, context.Time, stop)), context.Cancellation)))
                {
                    yield return batch;
                }
            }
        }
    }

    private IEnumerable<SourceImage> Fetch(string? after, string last, TimeProvider time, CancellationToken stop)
    {
        var client = S3Clients.Get(_options.Server);
        var objects = new S3ObjectReader(client, time);
        IAsyncEnumerable<S3Item> listing = _options.Spool is { } spool
            ? S3ListingFile.Read(Path.Combine(spool, S3ListingFile.Name), after, last).ToAsyncEnumerable()
            : new S3Listing(client, new S3Address(_options.Bucket, _options.Prefix)).ReadAsync(after, last, stop);
        using var ahead = new FetchAhead<S3Item>((item, token) => objects.ReadAsync(_options.Bucket, item, token), item => item.Size, stop);
        foreach ((S3Item item, S3Content content) in ahead.Read(listing))
        {
            (string? split, int label) = _labels.Of(item.Name);
            yield return new SourceImage(item.Name, split, label, content.Bytes, content.Problem);
        }
    }
}
