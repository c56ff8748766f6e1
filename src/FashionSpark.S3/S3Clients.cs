using System.Collections.Concurrent;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using FashionSpark.Pipeline;

namespace FashionSpark.S3;

/// <summary>
/// Clients of S3, one a way of reaching it, shared by all threads of the process. Credentials come from the SDK's default chain:
/// environment, profile, the role of the machine.
/// </summary>
internal static class S3Clients
{
    /// <summary>Attempts beyond the first, with the SDK's growing pauses: some 20 seconds of 503 SlowDown.</summary>
    private const int Retries = 7;

    private static readonly ConcurrentDictionary<S3Options, AmazonS3Client> Clients = new();

    public static AmazonS3Client Get(S3Options options) => Clients.GetOrAdd(options, Create);

    private static AmazonS3Client Create(S3Options options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = options.Region ?? config.AuthenticationRegion;
        }
        else if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else if (FallbackRegionFactory.GetRegionEndpoint() is null)
        {
            throw new InvalidInputException("No AWS region is set. Name the region of the bucket with --s3-region, or set AWS_REGION or a region in the AWS profile.");
        }

        return new AmazonS3Client(config);
    }
}
