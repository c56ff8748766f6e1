using Amazon.S3;
using Amazon.S3.Model;
using Apache.Arrow;
using FashionSpark.Tables;

namespace FashionSpark.S3;

/// <summary>A Parquet file that becomes an object: written to the machine's temporary folder, uploaded whole, and gone on dispose.</summary>
internal sealed class S3Part : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"fashionspark-{Guid.NewGuid():N}.parquet");
    private readonly ParquetFileWriter _writer;

    public S3Part(string key, Schema schema)
    {
        Key = key;
        _writer = new ParquetFileWriter(_path, schema);
    }

    public string Key { get; }

    /// <summary>About the bytes of values written so far.</summary>
    public long BytesOfValues { get; private set; }

    public void Write(RecordBatch batch)
    {
        _writer.Write(batch);
        BytesOfValues += batch.Arrays.Sum(column => column.Data.Buffers.Sum(buffer => (long)buffer.Length));
    }

    /// <summary>Puts the object there in one request, so that it is there whole or not at all; the SDK repeats what fails.</summary>
    /// <returns>Rows of the file, and its bytes.</returns>
    /// <exception cref="RemoteStoreException">No permission, expired credentials, or S3 does not answer.</exception>
    public async Task<(long Rows, long Bytes)> UploadAsync(IAmazonS3 client, string bucket, CancellationToken cancellation)
    {
        ParquetFileSummary file = _writer.Complete();
        await S3Errors.AskAsync(
            () => client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = bucket,
                    Key = Key,
                    FilePath = _path,
                    ContentType = "application/vnd.apache.parquet",

                    // Hashed before it is sent, not in chunks: what other servers than AWS understand too.
                    UseChunkEncoding = false,
                },
                cancellation),
            $"{S3Address.Scheme}{bucket}/{Key}", "s3:PutObject on its objects").ConfigureAwait(false);
        return (file.Rows, file.Bytes);
    }

    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(_path);
    }
}
