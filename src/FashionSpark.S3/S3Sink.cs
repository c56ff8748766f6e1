using System.Net;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Pipeline.Sinks;

namespace FashionSpark.S3;

/// <summary>
/// An open sink: every piece of a table is a folder of Parquet files, and whole once its manifest is there, which is written last and never
/// again. What lies in a folder without one is of a run that was stopped, and goes before the piece is written.
/// </summary>
internal sealed class S3Sink : ISink
{
    /// <summary>Readers of Parquet folders leave out names that begin so.</summary>
    public const string ManifestName = "_manifest.json";

    /// <summary>Bytes of values of a part: what a reader's task takes at a time, and what lies on an executor's disk until it is uploaded.</summary>
    private const long PartBytes = 256 << 20;

    private readonly S3Address _address;
    private readonly S3Options _server;
    private readonly AmazonS3Client _client;

    public S3Sink(S3Address address, S3Options server)
    {
        _address = address;
        _server = server;
        _client = S3Clients.Get(server);
    }

    public async Task<long?> BeginAsync(SinkRows rows, CancellationToken cancellation)
    {
        S3Address folder = Folder(rows);
        if (await ManifestAsync(folder, cancellation).ConfigureAwait(false) is { } manifest)
        {
            return manifest.Rows;
        }

        await foreach (S3Item left in new S3Listing(_client, folder).ReadAsync(null, null, cancellation).ConfigureAwait(false))
        {
            await S3Errors.AskAsync(() => _client.DeleteObjectAsync(_address.Bucket, left.Key, cancellation), NameOf(left.Key), "s3:DeleteObject on its objects").ConfigureAwait(false);
        }

        return null;
    }

    public PartitionFunctionSpec Write(SinkRows rows) =>
        PartitionFunctionSpec.Create(WriteS3Function.Name, new WriteS3Options(_address.Bucket, Folder(rows).Prefix, _server, rows, PartBytes));

    public Task CompleteAsync(SinkRows rows, IReadOnlyList<RecordBatch> written, CancellationToken cancellation)
    {
        S3Address folder = Folder(rows);
        S3ManifestPart[] parts = [.. written.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => new S3ManifestPart(
            batch.Column<StringArray>("key").GetString(row)[folder.Prefix.Length..],
            batch.Column<Int64Array>("rows").GetValue(row)!.Value,
            batch.Column<Int64Array>("bytes").GetValue(row)!.Value))).OrderBy(part => part.Name, StringComparer.Ordinal)];
        var manifest = new S3Manifest(SinkTable.SchemaVersion, rows.Table, parts.Sum(part => part.Rows), parts);
        string key = folder.Prefix + ManifestName;
        return S3Errors.AskAsync(
            () => _client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = _address.Bucket,
                    Key = key,
                    InputStream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, SpecJson.Options)),
                    ContentType = "application/json",
                    UseChunkEncoding = false,
                },
                cancellation),
            NameOf(key), "s3:PutObject on its objects");
    }

    private S3Address Folder(SinkRows rows) => new(_address.Bucket, $"{_address.Prefix}{rows.Table}/{rows.Piece}/");

    private string NameOf(string key) => $"{S3Address.Scheme}{_address.Bucket}/{key}";

    /// <summary>Null = there is none.</summary>
    private async Task<S3Manifest?> ManifestAsync(S3Address folder, CancellationToken cancellation)
    {
        string key = folder.Prefix + ManifestName;
        try
        {
            using GetObjectResponse answer = await S3Errors.AskAsync(
                () => _client.GetObjectAsync(_address.Bucket, key, cancellation), NameOf(key), "s3:GetObject on its objects, and s3:ListBucket on the bucket").ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync<S3Manifest>(answer.ResponseStream, SpecJson.Options, cancellation).ConfigureAwait(false);
        }
        catch (RemoteStoreException e) when (e.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound, ErrorCode: "NoSuchKey" })
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new RemoteStoreException($"'{NameOf(key)}' is not what this command writes: {e.Message} Remove it, and the piece is written again.", e);
        }
    }
}
