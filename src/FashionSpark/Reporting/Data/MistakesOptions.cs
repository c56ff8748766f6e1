namespace FashionSpark.Reporting;

/// <summary>Options of <see cref="MistakesFunction"/>.</summary>
/// <param name="Split">Split that is looked at.</param>
/// <param name="Count">Most images of each kind.</param>
public sealed record MistakesOptions(string Split, int Count);
