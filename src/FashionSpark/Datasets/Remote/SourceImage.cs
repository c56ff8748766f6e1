namespace FashionSpark.Datasets.Remote;

/// <summary>An image as a remote source gives it.</summary>
/// <param name="Source">Its name there.</param>
/// <param name="Split">The split that the source declares; null = none.</param>
/// <param name="Label">Index of its class; -1 = none that is known.</param>
/// <param name="Content">Its encoded bytes; null = there are none.</param>
/// <param name="Problem">Why there are none, one of <see cref="Images.QuarantineReason"/>; null where there are.</param>
public readonly record struct SourceImage(string Source, string? Split, int Label, byte[]? Content, string? Problem);
