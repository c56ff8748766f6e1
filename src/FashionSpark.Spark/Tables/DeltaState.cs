using FashionSpark.Engines;

namespace FashionSpark.Spark.Tables;

/// <summary>A table version, and in which commits its transactions were.</summary>
/// <param name="Info">The version.</param>
/// <param name="Commits">Commit of the last transaction of each application id, where it is still in the log.</param>
/// <param name="RowsWritten">Rows that a commit wrote, where it says so.</param>
internal sealed record DeltaState(DeltaTableInfo Info, IReadOnlyDictionary<string, long> Commits, IReadOnlyDictionary<long, long> RowsWritten);
