using System.Text.Json.Nodes;

namespace FashionSpark.Cli.Tables;

/// <summary>What <c>table show</c> says of a version of a Delta table.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Version">The version shown.</param>
/// <param name="Rows">Rows of all files.</param>
/// <param name="Files">Data files.</param>
/// <param name="Bytes">Their size together.</param>
/// <param name="PartitionColumns">Columns it is partitioned by.</param>
/// <param name="Columns">All columns.</param>
/// <param name="Properties">Table properties.</param>
/// <param name="FirstRows">The first rows, column by name; binary values are shown as their size.</param>
internal sealed record TableView(
    string Path,
    long Version,
    long Rows,
    int Files,
    long Bytes,
    IReadOnlyList<string> PartitionColumns,
    IReadOnlyList<ColumnView> Columns,
    IReadOnlyDictionary<string, string> Properties,
    IReadOnlyList<JsonObject> FirstRows);
