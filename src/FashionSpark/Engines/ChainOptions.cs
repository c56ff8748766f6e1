namespace FashionSpark.Engines;

/// <summary>Options of <see cref="ChainFunction"/>.</summary>
/// <param name="Functions">Specs of the functions, the first one first.</param>
public sealed record ChainOptions(IReadOnlyList<ChainLink> Functions);
