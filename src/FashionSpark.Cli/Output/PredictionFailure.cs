namespace FashionSpark.Cli.Output;

/// <summary>An image that has no answer.</summary>
internal sealed record PredictionFailure(string Source, string Message);
