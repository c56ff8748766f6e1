namespace FashionSpark.Pipeline;

/// <summary>What a report left behind.</summary>
/// <param name="Path">The HTML file.</param>
/// <param name="RunId">The run it is about.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record ReportResult(string Path, string RunId, long Bytes, double Seconds);
