using FashionSpark.Datasets.Remote;
using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.S3;

/// <summary>S3 as the store of images that a database has the addresses of.</summary>
public sealed class S3ObjectStore : IObjectStore
{
    public PartitionFunctionSpec Fetch(PrepareOptions options, string? spool) => PartitionFunctionSpec.Create(
        FetchS3Function.Name, new FetchS3Options(options.S3 ?? new S3Options(), options.Postgres?.S3Bucket, spool));
}
