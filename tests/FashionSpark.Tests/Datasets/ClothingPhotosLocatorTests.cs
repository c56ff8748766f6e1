using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using FashionSpark.Datasets;
using FashionSpark.Pipeline;
using FashionSpark.Testing;

namespace FashionSpark.Tests.Datasets;

public sealed class ClothingPhotosLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LocateAsync_CacheIsThere_NothingIsFetched()
    {
        Directory.CreateDirectory(_folder["cache", "full"]);

        Assert.Equal(_folder["cache", "full"], await LocateAsync(() => throw new InvalidOperationException("fetched")));
    }

    [Fact]
    public async Task LocateAsync_OtherPhotosInTheArchive_AreRefusedAndLeaveNothingBehind()
    {
        Directory.CreateDirectory(_folder["photos", "train", "hat"]);
        File.WriteAllText(_folder["photos", "train", "hat", "1.jpg"], "another photo");
        TarFile.CreateFromDirectory(_folder["photos"], _folder["photos.tar"], includeBaseDirectory: false);

        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => LocateAsync(() => throw new InvalidOperationException("fetched")));

        Assert.Contains($"expected {ClothingPhotos.SmallDigest}", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["cache"]));
    }

    [Fact]
    public async Task LocateAsync_WrongDownload_NamesChecksumsAndWhatToDo()
    {
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => LocateAsync(() => Zip("repository/train/hat/1.jpg", "repository/README.md")));

        Assert.Contains(ClothingPhotos.Home.ToString(), e.Message, StringComparison.Ordinal);
        Assert.Contains($"expected {ClothingPhotos.Digest}", e.Message, StringComparison.Ordinal);
        Assert.Contains("--data-source", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["cache"]));
    }

    [Fact]
    public async Task LocateAsync_NoNetwork_NamesWhatWasTried()
    {
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => LocateAsync(() => throw new HttpRequestException("no route")));

        Assert.Contains("no route", e.Message, StringComparison.Ordinal);
        Assert.Contains(_folder["cache"], e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Digest_IsThatOfTheNamesAndContents()
    {
        Directory.CreateDirectory(_folder["a", "b"]);
        File.WriteAllText(_folder["a", "b", "c"], "x");
        File.WriteAllText(_folder["a", "d"], "y");

        // cd a; find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum
        Assert.Equal("ff4f0c639e3dc988b662ca683b3f26c5f980512b29b37a470b7353f37987a16a", FolderDigest.Compute(_folder["a"]));
    }

    private Task<string> LocateAsync(Func<byte[]> answer) =>
        new ClothingPhotosLocator(_folder["cache"], _folder["photos.tar"], new Answering(answer)).LocateAsync(NoProgress.Instance, CancellationToken.None);

    private static byte[] Zip(params string[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (string entry in entries)
            {
                using Stream stream = zip.CreateEntry(entry).Open();
                stream.Write("content"u8);
            }
        }

        return bytes.ToArray();
    }

    private sealed class Answering(Func<byte[]> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer()) });
    }
}
