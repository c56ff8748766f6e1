namespace FashionSpark.Pipeline;

/// <summary>What a promotion changed.</summary>
/// <param name="Model">Name and head of the hash of the model that is in use now.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Replaced">The model that was there before; null = none, or the same one.</param>
/// <param name="Previous">Where that one is kept; null where nothing was replaced.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record PromoteResult(string Model, string Path, string? Replaced, string? Previous, double Seconds);
