namespace FashionSpark.Testing.Engines;

/// <summary>Options of <see cref="HoldFunction"/>.</summary>
/// <param name="Folder">Which driver and workers both see.</param>
public sealed record HoldOptions(string Folder);
