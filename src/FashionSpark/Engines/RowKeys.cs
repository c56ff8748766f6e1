namespace FashionSpark.Engines;

/// <summary>Rows of a table by the values of a text column.</summary>
public sealed record RowKeys(string Column, IReadOnlyCollection<string> Values);
