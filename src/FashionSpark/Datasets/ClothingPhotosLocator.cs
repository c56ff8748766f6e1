using System.Formats.Tar;
using System.IO.Compression;
using FashionSpark.Pipeline;
using FashionSpark.Tables;

namespace FashionSpark.Datasets;

/// <summary>
/// Finds the clothing photos: our cache, the archive in <c>../shared</c>, else downloads them from their public home. What
/// goes into the cache is checked file by file.
/// </summary>
public sealed class ClothingPhotosLocator
{
    private readonly string _cacheFolder;
    private readonly string _archive;
    private readonly HttpMessageHandler? _http;

    /// <param name="cacheFolder">Null = <c>fashionspark/clothing-photos</c> in the user's cache folder.</param>
    /// <param name="archive">A .tar of the photos; null = the one in <c>../shared</c>.</param>
    /// <param name="http">Null = the network.</param>
    public ClothingPhotosLocator(string? cacheFolder = null, string? archive = null, HttpMessageHandler? http = null)
    {
        _cacheFolder = cacheFolder ?? Path.Combine(UserCache.Folder, ClothingPhotos.Name);
        _archive = archive ?? Path.Combine("..", "shared", "photos", $"{ClothingPhotos.Name}.tar");
        _http = http;
    }

    private string Full => Path.Combine(_cacheFolder, "full");

    private string Small => Path.Combine(_cacheFolder, "small");

    /// <summary>The folder that has the photos.</summary>
    /// <exception cref="DatasetException">They are nowhere and cannot be fetched; says what was tried.</exception>
    public async Task<string> LocateAsync(IRunProgress progress, CancellationToken cancellation)
    {
        // Only whole, checked folders have these names.
        if (new[] { Full, Small }.FirstOrDefault(Directory.Exists) is { } cached)
        {
            return cached;
        }

        List<string> tried = [_cacheFolder];
        if (File.Exists(_archive))
        {
            progress.Note($"Unpacking the clothing photos ({ClothingPhotos.Licence}) of '{_archive}'");
            return Keep(Small, ClothingPhotos.SmallDigest, _archive, folder => TarFile.ExtractToDirectory(_archive, folder, overwriteFiles: false));
        }

        tried.Add(_archive);
        progress.Note($"Downloading the clothing photos ({ClothingPhotos.Licence}, 106 MB) from {ClothingPhotos.Home}");
        try
        {
            using var client = _http is null ? new HttpClient() : new HttpClient(_http, disposeHandler: false);
            byte[] zip = await client.GetByteArrayAsync(ClothingPhotos.Home, cancellation).ConfigureAwait(false);
            return Keep(Full, ClothingPhotos.Digest, ClothingPhotos.Home.ToString(), folder => Unzip(zip, folder));
        }
        catch (Exception e) when (e is HttpRequestException or DatasetException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            tried.Add($"{ClothingPhotos.Home}: {e.Message}");
        }

        throw new DatasetException(
            "The clothing photos were not found and could not be fetched. Tried:\n  " + string.Join("\n  ", tried) +
            "\nClone https://github.com/alexeygrigorev/clothing-dataset-small and name its folder with --data-source (quickstart) or --source (prepare).");
    }

    /// <summary>Unpacks beside the place, checks, and only then gives the folder its name.</summary>
    private string Keep(string place, string digest, string origin, Action<string> unpack)
    {
        Directory.CreateDirectory(_cacheFolder);
        string folder = Directory.CreateDirectory($"{place}.{Guid.NewGuid():N}").FullName;
        try
        {
            unpack(folder);
            string actual = FolderDigest.Compute(folder);
            if (actual != digest)
            {
                throw new DatasetException($"The photos of '{origin}' have checksum {actual}, expected {digest}.");
            }

            DurableFiles.Rename(folder, place);
            return place;
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException($"'{origin}' is not a whole archive: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>The photos alone, without the folder of the repository's name above them.</summary>
    private static void Unzip(byte[] zip, string folder)
    {
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string[] parts = entry.FullName.Split('/');
            if (parts.Length == 4 && ClothingPhotos.Folders.Contains(parts[1]) && parts[3].Length > 0 && !parts.Contains(".."))
            {
                string path = Path.Combine(folder, parts[1], parts[2], parts[3]);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                entry.ExtractToFile(path);
            }
        }
    }
}
