namespace FashionSpark.Testing.Spark;

/// <summary>How a <see cref="SparkConnectServer"/> runs.</summary>
public sealed record SparkConnectServerOptions
{
    /// <summary>Where it computes: in its own process, or a standalone master's address.</summary>
    public string Master { get; init; } = "local[2]";

    /// <summary>What the executors start for partition functions: Python for the bridge door, our worker for the direct door.</summary>
    public string Python { get; init; } = "/usr/bin/python3";

    /// <summary>Whether it is set up for Delta Lake.</summary>
    public bool Delta { get; init; } = true;

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
