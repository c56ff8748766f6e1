using System.IO.Compression;
using System.Net;
using FashionSpark.Datasets;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Datasets;

public sealed class FashionMnistLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LocateAsync_DebiansFolderIsThere_NothingIsFetched()
    {
        TinyIdx.Write(_folder["debian"], train: 10, test: 10);

        Assert.Equal(_folder["debian"], await LocateAsync(_ => throw new InvalidOperationException("fetched")));
    }

    [Fact]
    public async Task LocateAsync_CacheIsThere_NothingIsFetched()
    {
        TinyIdx.Write(_folder["cache"], train: 10, test: 10, gzip: false);

        Assert.Equal(_folder["cache"], await LocateAsync(_ => throw new InvalidOperationException("fetched")));
    }

    [Fact]
    public async Task LocateAsync_WrongContentEverywhere_NamesChecksumsAndWhatToDo()
    {
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => LocateAsync(_ => Gzip("something else")));

        Assert.All(FashionMnist.Homes, home => Assert.Contains(home.ToString(), e.Message, StringComparison.Ordinal));
        Assert.Contains($"expected {FashionMnist.Files["train-images-idx3-ubyte"]}", e.Message, StringComparison.Ordinal);
        Assert.Contains("--source", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public async Task LocateAsync_FirstHomeIsDown_TheSecondServes()
    {
        // The labels of the test split are small enough to be made here; the other three stand in the cache already.
        string[] inCache = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte"];
        Directory.CreateDirectory(_folder["cache"]);
        foreach (string file in inCache)
        {
            File.WriteAllText(_folder["cache", file + ".gz"], "stands for the file");
        }

        string debian = Path.Combine(FashionMnist.DebianFolder, "t10k-labels-idx1-ubyte.gz");
        Assert.SkipUnless(File.Exists(debian), $"'{debian}' is not there; install Debian's package {FashionMnist.DebianPackage}.");
        var asked = new List<Uri>();

        string found = await LocateAsync(uri =>
        {
            asked.Add(uri);
            return uri.Host == FashionMnist.Homes[0].Host ? null : File.ReadAllBytes(debian);
        });

        Assert.Equal(_folder["cache"], found);
        Assert.Equal(FashionMnist.Homes.Select(home => home.Host), asked.Select(uri => uri.Host));
        Assert.Equal(File.ReadAllBytes(debian), File.ReadAllBytes(_folder["cache", "t10k-labels-idx1-ubyte.gz"]));
    }

    private Task<string> LocateAsync(Func<Uri, byte[]?> serve) =>
        new FashionMnistLocator(_folder["debian"], _folder["cache"], new FakeHomes(serve)).LocateAsync(NoProgress.Instance, CancellationToken.None);

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private sealed class FakeHomes(Func<Uri, byte[]?> serve) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(serve(request.RequestUri!) is { } bytes
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) }
                : new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
    }
}
