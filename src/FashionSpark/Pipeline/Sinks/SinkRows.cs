namespace FashionSpark.Pipeline.Sinks;

/// <summary>Rows for a table of a sink, and what they do not say themselves.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Piece">
/// What is whole or not there, as a folder's name: <c>run=RUN</c> for the rows that a run left, <c>data=NAME/version=N-RUN</c> for the
/// version of a data set that a run made. The same piece has the same rows.
/// </param>
/// <param name="Runs">Only rows of these runs; null = all.</param>
/// <param name="Data">The data set they belong to; null = the table has no such column.</param>
/// <param name="Version">The version of the data set.</param>
/// <param name="Classes">Names of its labels.</param>
public sealed record SinkRows(
    string Table, string Piece, IReadOnlyList<string>? Runs = null, string? Data = null, long? Version = null, IReadOnlyList<string>? Classes = null);
