namespace FashionSpark.Cli.Tables;

/// <summary>A column as <c>table show</c> says it.</summary>
internal sealed record ColumnView(string Name, string Type, bool Nullable);
