using Amazon.S3;
using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Images;
using FashionSpark.S3;
using FashionSpark.Testing;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Aws.Tests.S3;

public sealed class S3ReadingTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly S3Server _server;

    public S3ReadingTests(S3Server server)
    {
        Assert.SkipUnless(S3Server.WhyMissing is null, S3Server.WhyMissing ?? "");
        _server = server;
    }

    [Fact]
    public async Task Read_ObjectAsListed_GivesItsBytes()
    {
        (string bucket, S3Item item) = await ListedAsync([1, 2, 3]);

        Assert.Equal([1, 2, 3], (await Reader().ReadAsync(bucket, item, None)).Bytes!);
    }

    [Fact]
    public async Task Read_ObjectReplacedSince_SaysSo()
    {
        (string bucket, S3Item item) = await ListedAsync([1, 2, 3]);
        await _server.PutAsync(bucket, item.Key, [4, 5, 6]);

        Assert.Equal(new S3Content(null, QuarantineReason.Changed), await Reader().ReadAsync(bucket, item, None));
    }

    [Fact]
    public async Task Read_ObjectGoneSince_SaysSo()
    {
        (string bucket, S3Item item) = await ListedAsync([1, 2, 3]);
        await _server.Client.DeleteObjectAsync(bucket, item.Key, None);

        Assert.Equal(new S3Content(null, QuarantineReason.Vanished), await Reader().ReadAsync(bucket, item, None));
    }

    [Fact]
    public async Task Read_AConnectionCutInMidObject_IsReadAgain()
    {
        byte[] content = [.. Enumerable.Range(0, 4000).Select(i => (byte)i)];
        (string bucket, S3Item item) = await ListedAsync(content);

        // One after the other they take one connection: two arrive whole, the third in part.
        using var proxy = new CuttingProxy(_server.Port, bytesPerConnection: 11_000);
        using AmazonS3Client client = S3Server.Connect(proxy.Port, S3Server.Key, S3Server.Key);
        var reader = new S3ObjectReader(client, TimeProvider.System);

        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(content, (await reader.ReadAsync(bucket, item, None)).Bytes!);
        }

        Assert.True(proxy.Cuts > 0);
    }

    [Fact]
    public async Task Read_ObjectOverTheLimit_IsNotAskedFor()
    {
        var item = new S3Item("x", "x", "etag", (512L << 20) + 1);

        Assert.Equal(new S3Content(null, QuarantineReason.TooLarge), await Reader().ReadAsync("no-such-bucket", item, None));
    }

    [Fact]
    public async Task List_PagesOfTwo_EveryKeyOnceInOrder()
    {
        string bucket = await FiveKeysAsync();
        var listing = new S3Listing(_server.Client, new S3Address(bucket, "p/"), pageSize: 2);

        Assert.Equal(["a/1", "a/2", "b/1", "b/2", "b/3"], await NamesAsync(listing, null, null));
        Assert.Equal(["a/2", "b/1", "b/2"], await NamesAsync(listing, "p/a/1", "p/b/2"));
    }

    [Fact]
    public async Task List_AConnectionCutInMidPage_IsAskedAgain()
    {
        string bucket = await _server.CreateBucketAsync();
        string[] keys = [.. Enumerable.Range(0, 60).Select(i => $"class{i / 10}/{i:00}.png")];
        foreach (string key in keys)
        {
            await _server.PutAsync(bucket, key, [1]);
        }

        // A page is some 5 kB, and they go over one connection: one arrives whole, the next without its end. The SDK asks for it again.
        using var proxy = new CuttingProxy(_server.Port, bytesPerConnection: 8000);
        using AmazonS3Client client = S3Server.Connect(proxy.Port, S3Server.Key, S3Server.Key);
        var listing = new S3Listing(client, new S3Address(bucket, ""), pageSize: 20);

        Assert.Equal(keys, await NamesAsync(listing, null, null));
        Assert.True(proxy.Cuts > 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public async Task Cut_AnyNumberOfPartitions_EveryKeyOnce(int partitions)
    {
        string bucket = await FiveKeysAsync();
        var listing = new S3Listing(_server.Client, new S3Address(bucket, "p/"), pageSize: 2);
        S3Outline outline = await S3Outline.ReadAsync(listing.ReadAsync(null, null, None), new Progress<long>(), None, stride: 2);

        var names = new List<string>();
        foreach ((string? after, string last) in outline.Cut(partitions))
        {
            names.AddRange(await NamesAsync(listing, after, last));
        }

        Assert.Equal(["a/1", "a/2", "b/1", "b/2", "b/3"], names);
        Assert.Equal((5, 2), (outline.Count, outline.Top.Count));
    }

    [Fact]
    public async Task List_CredentialsThatAreNoneOfTheServers_SaysWhichToCheck()
    {
        string bucket = await _server.CreateBucketAsync();
        using AmazonS3Client stranger = S3Server.Connect(_server.Port, "AKIASTRANGER", "wrong-secret");
        var listing = new S3Listing(stranger, new S3Address(bucket, ""));

        var error = await Assert.ThrowsAsync<RemoteStoreException>(() => NamesAsync(listing, null, null));

        Assert.Equal($"The AWS credentials were refused at 's3://{bucket}' (InvalidAccessKeyId). Check AWS_PROFILE, or AWS_ACCESS_KEY_ID and what belongs to it.", error.Message);
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://bucket", "bucket", "", "s3://bucket")]
    [InlineData("s3://bucket/a/b//", "bucket", "a/b/", "s3://bucket/a/b")]
    public void Address_Parse_OneFormForTheSamePlace(string text, string bucket, string prefix, string form)
    {
        S3Address address = S3Address.Parse(text);

        Assert.Equal((bucket, prefix, form), (address.Bucket, address.Prefix, address.ToString()));
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3:///key")]
    [InlineData("s3://AKIAKEY:hidden@bucket/key")]
    public void Address_NotOne_IsRefusedWithoutRepeatingIt(string text)
    {
        var error = Assert.Throws<InvalidInputException>(() => S3Address.Parse(text));

        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
    }

    private S3ObjectReader Reader() => new(_server.Client, new FixedTime());

    private async Task<(string Bucket, S3Item Item)> ListedAsync(byte[] content)
    {
        string bucket = await _server.CreateBucketAsync();
        await _server.PutAsync(bucket, "class0/x.png", content);
        return (bucket, await new S3Listing(_server.Client, new S3Address(bucket, "")).ReadAsync(null, null, None).SingleAsync(None));
    }

    private async Task<string> FiveKeysAsync()
    {
        string bucket = await _server.CreateBucketAsync();
        foreach (string key in (string[])["p/a/1", "p/a/2", "p/b/1", "p/b/2", "p/b/3", "q/other"])
        {
            await _server.PutAsync(bucket, key, [1]);
        }

        return bucket;
    }

    private static async Task<List<string>> NamesAsync(S3Listing listing, string? after, string? last) =>
        await listing.ReadAsync(after, last, None).Select(item => item.Name).ToListAsync(None);
}
