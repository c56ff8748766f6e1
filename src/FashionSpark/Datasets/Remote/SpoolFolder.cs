using FashionSpark.Engines;

namespace FashionSpark.Datasets.Remote;

/// <summary>
/// A folder in the machine's temporary folder for what one run has fetched from elsewhere: its first pass fetches every image,
/// the others find it here, and all see the same bytes. Gone on dispose; what a killed process left goes when the next one begins.
/// </summary>
public sealed class SpoolFolder : IDisposable
{
    private const string LockName = "lock";
    private readonly FileStream _lock;

    private SpoolFolder(string path, FileStream fileLock)
    {
        Path = path;
        _lock = fileLock;
    }

    public string Path { get; }

    /// <summary>A file in it.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>The folder of the spools of this user.</summary>
    public static string DefaultRoot => System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"fashionspark-{Environment.UserName}", "spool");

    /// <summary>One for the local engine. Executors have disks of their own, and a later pass runs on others: there every pass reads the source.</summary>
    public static SpoolFolder? For(IEngine engine) => engine.IsInProcess ? Create() : null;

    /// <param name="root">Where spools are; null = <see cref="DefaultRoot"/>.</param>
    public static SpoolFolder Create(string? root = null)
    {
        root ??= DefaultRoot;
        Directory.CreateDirectory(root);
        foreach (string other in Directory.EnumerateDirectories(root))
        {
            RemoveDead(other);
        }

        string path = Directory.CreateDirectory(System.IO.Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
        return new SpoolFolder(path, File.Open(System.IO.Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None));
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        _lock.Dispose();
    }

    /// <summary>A folder whose lock nobody holds. One without the file is a moment old, or empty.</summary>
    private static void RemoveDead(string folder)
    {
        try
        {
            using (File.Open(System.IO.Path.Combine(folder, LockName), FileMode.Open, FileAccess.Write, FileShare.None))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use, gone already, or another user's.
        }
    }
}
