namespace FashionSpark.Scoring;

/// <summary>Options of <see cref="ScoreFunction"/>.</summary>
/// <param name="RunId">Goes into every row.</param>
/// <param name="ModelPath">The model file.</param>
/// <param name="ModelHash">SHA-256 it must have.</param>
/// <param name="BatchSize">Images that go through the model at a time.</param>
public sealed record ScoreFunctionOptions(string RunId, string ModelPath, string ModelHash, int BatchSize);
