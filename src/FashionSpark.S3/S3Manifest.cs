namespace FashionSpark.S3;

/// <summary>What makes a piece of a table whole: the parts that belong to it.</summary>
/// <param name="SchemaVersion">Version of the columns, see <see cref="Pipeline.Sinks.SinkTable.SchemaVersion"/>.</param>
/// <param name="Table">Name of the table.</param>
/// <param name="Rows">Rows of all parts.</param>
/// <param name="Parts">The parts, in the order of their names.</param>
internal sealed record S3Manifest(int SchemaVersion, string Table, long Rows, IReadOnlyList<S3ManifestPart> Parts);
