namespace FashionSpark.Postgres;

/// <summary>Options of <see cref="ReadPostgresFunction"/>. A password is never among them.</summary>
/// <param name="Database">The database's name without a password.</param>
/// <param name="Relation">The table or query.</param>
/// <param name="KeyType">Type of its key.</param>
/// <param name="Classes">Class names; the label is the index.</param>
/// <param name="Parts">Number of parts that rows are dealt to.</param>
/// <param name="Spool">Folder that keeps what was read for the next pass; null = none.</param>
public sealed record ReadPostgresOptions(
    string Database, PostgresRelation Relation, string KeyType, IReadOnlyList<string> Classes, int Parts, string? Spool);
