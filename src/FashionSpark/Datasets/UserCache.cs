namespace FashionSpark.Datasets;

/// <summary>Where fetched files are kept between runs: <c>$XDG_CACHE_HOME/fashionspark</c>, else <c>~/.cache/fashionspark</c>.</summary>
public static class UserCache
{
    public static string Folder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "fashionspark");
}
