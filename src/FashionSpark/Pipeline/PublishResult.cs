namespace FashionSpark.Pipeline;

/// <summary>What a publish wrote.</summary>
/// <param name="Sink">Where, without secrets.</param>
/// <param name="Rows">Rows of each table.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record PublishResult(string Sink, IReadOnlyDictionary<string, long> Rows, double Seconds);
