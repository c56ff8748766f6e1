namespace FashionSpark.Engines;

/// <summary>Keeps the files of a table whose partition column holds one of the values.</summary>
public sealed record PartitionFilter(string Column, IReadOnlyList<string> Values);
