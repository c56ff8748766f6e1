namespace FashionSpark.Evaluation.Gates;

/// <summary>Whether a gate was passed.</summary>
/// <param name="Gate">What was asked, such as <c>accuracy>=0.9</c> or <c>not worse than RUN</c>.</param>
/// <param name="Split">Split it was asked of.</param>
/// <param name="Found">The figure, its interval and number of images.</param>
/// <param name="Passed">Whether the interval says so.</param>
public sealed record GateResult(string Gate, string Split, Estimate Found, bool Passed);
