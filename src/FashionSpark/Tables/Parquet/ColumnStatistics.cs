using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>Least and greatest value and number of nulls of a column of one file, as Delta's <c>stats</c> hold them.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Min">A lower bound; null = none.</param>
/// <param name="Max">An upper bound; null = none.</param>
/// <param name="NullCount">Number of nulls.</param>
public sealed record ColumnStatistics(string Column, JsonNode? Min, JsonNode? Max, long NullCount);
