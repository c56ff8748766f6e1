namespace FashionSpark.Engines;

/// <summary>Options of <see cref="IdentityFunction"/>: none.</summary>
public sealed record IdentityOptions;
