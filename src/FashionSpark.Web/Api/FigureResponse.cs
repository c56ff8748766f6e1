namespace FashionSpark.Web.Api;

/// <summary>A measured figure with its 95 % interval.</summary>
/// <param name="Metric">Such as <c>accuracy</c>, <c>recall</c>, <c>bin.03.accuracy</c>.</param>
/// <param name="Class">The class it is of; absent = all.</param>
/// <param name="Value">The figure.</param>
/// <param name="N">Images it was measured on.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of it.</param>
internal sealed record FigureResponse(string Metric, string? Class, double Value, long N, double? Low, double? High);
