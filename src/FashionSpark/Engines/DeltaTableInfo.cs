using Apache.Arrow;

namespace FashionSpark.Engines;

/// <summary>A version of a Delta table as its log describes it.</summary>
/// <param name="Path">Folder of the table.</param>
/// <param name="Version">The version described.</param>
/// <param name="Schema">Columns, partition columns among them.</param>
/// <param name="PartitionColumns">Names of the partition columns.</param>
/// <param name="Properties">Table properties.</param>
/// <param name="Transactions">Last version of each application id.</param>
public sealed record DeltaTableInfo(
    string Path,
    long Version,
    Schema Schema,
    IReadOnlyList<string> PartitionColumns,
    IReadOnlyDictionary<string, string> Properties,
    IReadOnlyDictionary<string, long> Transactions);
