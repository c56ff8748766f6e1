namespace FashionSpark.Reporting;

/// <summary>A row of the runs table; stage null = the run itself.</summary>
internal sealed record RunRow(
    string RunId, string Job, string? Stage, string Event, string Config, string Engine, double? Seconds, string? Result, DateTimeOffset Time);
