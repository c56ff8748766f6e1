namespace FashionSpark.Reporting;

/// <summary>A row of the quarantine table.</summary>
internal sealed record QuarantinedFile(string RunId, string Source, string Reason, string Message);
