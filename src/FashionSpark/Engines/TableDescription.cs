namespace FashionSpark.Engines;

/// <summary>Looks at the rows of a table after a write and says which properties it gets with them.</summary>
public delegate Task<IReadOnlyDictionary<string, string>> TableDescription(WrittenRows rows, CancellationToken cancellation);
