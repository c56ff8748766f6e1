namespace FashionSpark.Evaluation;

/// <summary>A measured figure.</summary>
/// <param name="Value">The figure.</param>
/// <param name="N">Images it was measured on.</param>
/// <param name="Low">Lower end of the 95 % interval; null where none is known.</param>
/// <param name="High">Upper end of the 95 % interval; null where none is known.</param>
public sealed record Estimate(double Value, long N, double? Low = null, double? High = null);
