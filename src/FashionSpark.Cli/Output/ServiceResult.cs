namespace FashionSpark.Cli.Output;

/// <summary>What <c>serve --json</c> prints once the service listens.</summary>
/// <param name="Urls">Where.</param>
/// <param name="Models">Its models by name.</param>
internal sealed record ServiceResult(IReadOnlyList<string> Urls, IReadOnlyDictionary<string, string> Models);
