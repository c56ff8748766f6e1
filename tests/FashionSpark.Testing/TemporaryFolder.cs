namespace FashionSpark.Testing;

/// <summary>A new empty folder under the system's temporary folder, removed with all it holds on dispose.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("fashionspark-").FullName;

    public string Path { get; }

    /// <summary>The path of a file or folder in it; parts are joined, nothing is created.</summary>
    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
