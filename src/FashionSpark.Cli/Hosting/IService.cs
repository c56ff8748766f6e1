namespace FashionSpark.Cli.Hosting;

/// <summary>A service that listens.</summary>
internal interface IService : IAsyncDisposable
{
    /// <summary>Where.</summary>
    IReadOnlyList<string> Urls { get; }

    /// <summary>Names and versions of its models.</summary>
    IReadOnlyList<(string Name, string Version)> Models { get; }

    /// <summary>Answers requests until it is cancelled, and then those that it took.</summary>
    Task RunAsync(CancellationToken cancellation);
}
