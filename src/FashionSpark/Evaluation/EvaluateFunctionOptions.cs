namespace FashionSpark.Evaluation;

/// <summary>Options of <see cref="EvaluateFunction"/>: none yet.</summary>
public sealed record EvaluateFunctionOptions;
