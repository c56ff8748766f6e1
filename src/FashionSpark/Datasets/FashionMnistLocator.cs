using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using FashionSpark.Pipeline;
using FashionSpark.Tables;

namespace FashionSpark.Datasets;

/// <summary>
/// Finds the four files of Fashion-MNIST: Debian's folder, our cache, else installs Debian's package (as root on a
/// Debian), else downloads them from their public homes into the cache, checksums verified.
/// </summary>
public sealed class FashionMnistLocator
{
    private readonly string _debianFolder;
    private readonly string _cacheFolder;
    private readonly HttpMessageHandler? _http;

    /// <param name="debianFolder">Null = <see cref="FashionMnist.DebianFolder"/>.</param>
    /// <param name="cacheFolder">Null = <c>fashionspark/fashion-mnist</c> in the user's cache folder.</param>
    /// <param name="http">Null = the network.</param>
    public FashionMnistLocator(string? debianFolder = null, string? cacheFolder = null, HttpMessageHandler? http = null)
    {
        _debianFolder = debianFolder ?? FashionMnist.DebianFolder;
        _cacheFolder = cacheFolder ?? Path.Combine(UserCache.Folder, FashionMnist.Name);
        _http = http;
    }

    /// <summary>The folder that has the files.</summary>
    /// <exception cref="DatasetException">They are nowhere and cannot be fetched; says what was tried.</exception>
    public async Task<string> LocateAsync(IRunProgress progress, CancellationToken cancellation)
    {
        string? found = new[] { _debianFolder, _cacheFolder }.FirstOrDefault(IdxFolder.HasAllFiles);
        if (found is not null)
        {
            return found;
        }

        var tried = new List<string> { _debianFolder, _cacheFolder };
        if (_http is null && CanInstall())
        {
            progress.Note($"Installing Debian's package {FashionMnist.DebianPackage}");
            tried.Add($"apt-get install {FashionMnist.DebianPackage}: {await InstallAsync(cancellation).ConfigureAwait(false)}");
            if (IdxFolder.HasAllFiles(_debianFolder))
            {
                return _debianFolder;
            }
        }

        Directory.CreateDirectory(_cacheFolder);
        foreach (Uri home in FashionMnist.Homes)
        {
            progress.Note($"Downloading Fashion-MNIST from {home}");
            try
            {
                foreach ((string file, string checksum) in FashionMnist.Files)
                {
                    await DownloadAsync(new Uri(home, file + ".gz"), checksum, Path.Combine(_cacheFolder, file + ".gz"), cancellation).ConfigureAwait(false);
                }

                return _cacheFolder;
            }
            catch (Exception e) when (e is HttpRequestException or DatasetException or IOException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                tried.Add($"{home}: {e.Message}");
            }
        }

        throw new DatasetException(
            "Fashion-MNIST was not found and could not be fetched. Tried:\n  " + string.Join("\n  ", tried) +
            $"\nPut its four files ({string.Join(", ", FashionMnist.Files.Keys)}, .gz or not) into a folder and name it with --source.");
    }

    private async Task DownloadAsync(Uri from, string checksum, string to, CancellationToken cancellation)
    {
        if (File.Exists(to))
        {
            return;
        }

        using var client = _http is null ? new HttpClient() : new HttpClient(_http, disposeHandler: false);
        byte[] bytes = await client.GetByteArrayAsync(from, cancellation).ConfigureAwait(false);
        string actual = await ChecksumAsync(bytes, cancellation).ConfigureAwait(false);
        if (actual != checksum)
        {
            throw new DatasetException($"{from} has checksum {actual}, expected {checksum}.");
        }

        DurableFiles.Replace(to, bytes);
    }

    private static async Task<string> ChecksumAsync(byte[] gzipped, CancellationToken cancellation)
    {
        try
        {
            await using var content = new GZipStream(new MemoryStream(gzipped), CompressionMode.Decompress);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false));
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException($"not a gzip file: {e.Message}", e);
        }
    }

    private static bool CanInstall() => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get");

    /// <summary>The last line of what apt-get said, for the error should the files still be missing.</summary>
    private static async Task<string> InstallAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", $"apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends {FashionMnist.DebianPackage}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        string errors = await process.StandardError.ReadToEndAsync(cancellation).ConfigureAwait(false);
        await output.ConfigureAwait(false);
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? $"exit code {process.ExitCode}";
    }
}
