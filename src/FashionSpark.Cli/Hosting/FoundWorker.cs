namespace FashionSpark.Cli.Hosting;

/// <summary>A worker on this machine.</summary>
/// <param name="Folder">What executors on this machine, or with the same disk, can run.</param>
/// <param name="Archive">The folder as one file for all others; null where there is none.</param>
internal sealed record FoundWorker(string Folder, string? Archive);
