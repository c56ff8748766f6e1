using FashionSpark.Pipeline.Sinks;

namespace FashionSpark.Postgres;

/// <summary>Options of <see cref="WritePostgresFunction"/>. A password is never among them.</summary>
/// <param name="Database">The database's name without a password.</param>
/// <param name="Schema">The schema of the tables.</param>
/// <param name="Rows">Which rows, for which table.</param>
public sealed record WritePostgresOptions(string Database, string Schema, SinkRows Rows);
