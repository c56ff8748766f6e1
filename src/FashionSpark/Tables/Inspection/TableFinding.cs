namespace FashionSpark.Tables;

/// <summary>Something wrong with a table.</summary>
/// <param name="Severity">Whether rows are at stake.</param>
/// <param name="Path">The file it is about.</param>
/// <param name="Message">What is wrong, with values, and what to do.</param>
public sealed record TableFinding(FindingSeverity Severity, string Path, string Message);
