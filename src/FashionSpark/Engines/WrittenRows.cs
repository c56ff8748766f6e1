namespace FashionSpark.Engines;

/// <summary>The rows that a table has once a write is committed, committed or not.</summary>
/// <param name="columns">Columns to read, in that order.</param>
public delegate IDataset WrittenRows(IReadOnlyList<string> columns);
