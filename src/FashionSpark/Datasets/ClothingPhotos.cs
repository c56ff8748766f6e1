namespace FashionSpark.Datasets;

/// <summary>
/// Clothing photos of ten classes (clothing-dataset-small by Alexey Grigorev and those who sent him theirs, CC0): 3,068 for
/// training, 341 for validation, 372 for the test, in folders.
/// </summary>
public static class ClothingPhotos
{
    /// <summary>Name of the source.</summary>
    public const string Name = "clothing-photos";

    public const string Licence = "CC0 1.0";

    /// <summary>Width and height of the box they are prepared in: the longer side of most, made smaller.</summary>
    public const int PreparedSize = 320;

    /// <summary>The photos are a commit of a repository, which never changes.</summary>
    public const string Commit = "11961516512414bf9f6c150a832cfd21b54a6b54";

    /// <summary>See <see cref="FolderDigest"/>: of the commit, and of the archive with the shorter side of every photo at most 240.</summary>
    public const string Digest = "f8667cfe4a397f1be854d7d6c56118e4eaf6e9654ac37940e443dec3b4e55721";
    public const string SmallDigest = "70d15b5439edc1cf679a8b176d2ae0fec2e6d115bce32d455f191e783a780518";

    public static Uri Home { get; } = new($"https://codeload.github.com/alexeygrigorev/clothing-dataset-small/zip/{Commit}");

    /// <summary>The folders with photos; others of the repository are left out.</summary>
    public static IReadOnlyList<string> Folders { get; } = [Split.Train, Split.Validation, Split.Test];
}
