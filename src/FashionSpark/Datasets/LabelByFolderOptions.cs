namespace FashionSpark.Datasets;

/// <summary>Options of <see cref="LabelByFolderFunction"/>.</summary>
/// <param name="Root">The folder below which classes lie: a full path, or an address such as <c>s3a://bucket/photos</c>.</param>
/// <param name="Classes">Class names; the label is the index.</param>
/// <param name="HasSplits">Whether split folders lie above the class folders.</param>
public sealed record LabelByFolderOptions(string Root, IReadOnlyList<string> Classes, bool HasSplits);
