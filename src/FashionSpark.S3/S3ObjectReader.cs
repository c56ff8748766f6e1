using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using FashionSpark.Engines;
using FashionSpark.Images;
using Polly;
using Polly.Retry;

namespace FashionSpark.S3;

/// <summary>
/// Reads whole objects as they were listed. The SDK repeats requests that get no answer or 503 SlowDown; what it does not
/// repeat, and this does, is an answer that is cut while its bytes arrive.
/// </summary>
internal sealed class S3ObjectReader
{
    /// <summary>Objects that were not listed and have more than this are read one at a time in a process: only the answer says how large they are.</summary>
    public const long UnlistedBytes = 16 << 20;

    private static readonly SemaphoreSlim Large = new(1);
    private readonly IAmazonS3 _client;
    private readonly ResiliencePipeline _again;

    public S3ObjectReader(IAmazonS3 client, TimeProvider time)
    {
        _client = client;
        _again = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<IOException>().Handle<HttpRequestException>(),
                MaxRetryAttempts = 5,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();
    }

    /// <summary>Reads an object as it was listed.</summary>
    /// <exception cref="RemoteStoreException">No permission, expired credentials, or S3 does not answer.</exception>
    public Task<S3Content> ReadAsync(string bucket, S3Item item, CancellationToken cancellation) => item.Size switch
    {
        0 => Task.FromResult(new S3Content([], null)),
        > BinaryFileSchema.MostBytes => Task.FromResult(new S3Content(null, QuarantineReason.TooLarge)),
        _ => ReadAsync(bucket, item.Key, item, cancellation),
    };

    /// <summary>Reads an object that only its address is known of.</summary>
    /// <exception cref="RemoteStoreException">No permission, expired credentials, or S3 does not answer.</exception>
    public Task<S3Content> ReadUnlistedAsync(string bucket, string key, CancellationToken cancellation) => ReadAsync(bucket, key, null, cancellation);

    private async Task<S3Content> ReadAsync(string bucket, string key, S3Item? listed, CancellationToken cancellation)
    {
        string what = $"{S3Address.Scheme}{bucket}/{key}";
        try
        {
            return await _again.ExecuteAsync(async stop => await GetAsync(bucket, key, listed, stop).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return new S3Content(null, QuarantineReason.Changed);
        }
        catch (AmazonServiceException e) when (e.ErrorCode == "NoSuchKey")
        {
            return new S3Content(null, QuarantineReason.Vanished);
        }
        catch (Exception e) when (S3Errors.IsOfS3(e))
        {
            throw S3Errors.Translate(e, what, "s3:GetObject on its objects");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new RemoteStoreException($"The connection broke while '{what}' was read, each time it was tried: {e.Message}", e);
        }
    }

    private async Task<S3Content> GetAsync(string bucket, string key, S3Item? listed, CancellationToken cancellation)
    {
        var request = new GetObjectRequest { BucketName = bucket, Key = key, EtagToMatch = listed?.ETag };
        using GetObjectResponse answer = await _client.GetObjectAsync(request, cancellation).ConfigureAwait(false);
        if (listed is not null && (answer.ETag != listed.ETag || answer.ContentLength != listed.Size))
        {
            // A server that does not know If-Match sends what is there.
            return new S3Content(null, QuarantineReason.Changed);
        }

        if (answer.ContentLength > BinaryFileSchema.MostBytes)
        {
            return new S3Content(null, QuarantineReason.TooLarge);
        }

        bool isLarge = listed is null && answer.ContentLength > UnlistedBytes;
        if (isLarge)
        {
            await Large.WaitAsync(cancellation).ConfigureAwait(false);
        }

        try
        {
            var bytes = new byte[answer.ContentLength];
            await answer.ResponseStream.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
            return new S3Content(bytes, null);
        }
        finally
        {
            if (isLarge)
            {
                Large.Release();
            }
        }
    }
}
