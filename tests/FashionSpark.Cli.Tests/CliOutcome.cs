namespace FashionSpark.Cli.Tests;

/// <summary>What a command left behind.</summary>
internal sealed record CliOutcome(int ExitCode, string Out, string Error);
