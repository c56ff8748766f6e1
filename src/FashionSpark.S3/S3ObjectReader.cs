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
    private readonly IAmazonS3 _client;
    private readonly string _bucket;
    private readonly ResiliencePipeline _again;

    public S3ObjectReader(IAmazonS3 client, string bucket, TimeProvider time)
    {
        _client = client;
        _bucket = bucket;
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

    /// <exception cref="RemoteStoreException">No permission, expired credentials, or S3 does not answer.</exception>
    public async Task<S3Content> ReadAsync(S3Item item, CancellationToken cancellation)
    {
        switch (item.Size)
        {
            case 0:
                return new S3Content([], null);
            case > BinaryFileSchema.MostBytes:
                return new S3Content(null, QuarantineReason.TooLarge);
        }

        string what = $"{S3Address.Scheme}{_bucket}/{item.Key}";
        try
        {
            return await _again.ExecuteAsync(async stop => await GetAsync(item, stop).ConfigureAwait(false), cancellation).ConfigureAwait(false);
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

    private async Task<S3Content> GetAsync(S3Item item, CancellationToken cancellation)
    {
        var request = new GetObjectRequest { BucketName = _bucket, Key = item.Key, EtagToMatch = item.ETag };
        using GetObjectResponse answer = await _client.GetObjectAsync(request, cancellation).ConfigureAwait(false);
        if (answer.ETag != item.ETag || answer.ContentLength != item.Size)
        {
            // A server that does not know If-Match sends what is there.
            return new S3Content(null, QuarantineReason.Changed);
        }

        var bytes = new byte[item.Size];
        await answer.ResponseStream.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        return new S3Content(bytes, null);
    }
}
