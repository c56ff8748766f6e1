using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace FashionSpark.S3;

/// <summary>The objects below an address in the order of S3, a page at a time. Marks of folders and hidden names are left out, as in a folder on disk.</summary>
internal sealed class S3Listing
{
    private readonly IAmazonS3 _client;
    private readonly S3Address _address;
    private readonly int _pageSize;

    /// <param name="client">Asks the server.</param>
    /// <param name="address">What to list.</param>
    /// <param name="pageSize">Keys of an answer; S3 gives no more than a thousand.</param>
    public S3Listing(IAmazonS3 client, S3Address address, int pageSize = 1000)
    {
        _client = client;
        _address = address;
        _pageSize = pageSize;
    }

    /// <param name="after">Begin after this key; null = at the first.</param>
    /// <param name="last">Last key wanted; null = all.</param>
    public async IAsyncEnumerable<S3Item> ReadAsync(string? after, string? last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? token = null;
        do
        {
            ListObjectsV2Response page = await PageAsync(after, token, cancellation).ConfigureAwait(false);
            foreach (S3Object item in page.S3Objects ?? [])
            {
                // S3 sorts keys by their UTF-8 bytes, which for all but surrogates is ordinal order.
                if (last is not null && string.CompareOrdinal(item.Key, last) > 0)
                {
                    yield break;
                }

                string name = item.Key[_address.Prefix.Length..];
                if (!name.EndsWith('/') && !name.StartsWith('.') && !name.Contains("/.", StringComparison.Ordinal))
                {
                    yield return new S3Item(item.Key, name, item.ETag, item.Size ?? 0);
                }
            }

            token = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (token is not null);
    }

    private async Task<ListObjectsV2Response> PageAsync(string? after, string? token, CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = _address.Bucket,
            Prefix = _address.Prefix,
            StartAfter = after,
            ContinuationToken = token,
            MaxKeys = _pageSize,
        };
        return await S3Errors.AskAsync(
            () => _client.ListObjectsV2Async(request, cancellation), _address.ToString(), "s3:ListBucket on the bucket").ConfigureAwait(false);
    }
}
