using FashionSpark.Spark;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Engines.Tests;

/// <summary>The engine that the suite runs on, as <see cref="Variable"/> says it.</summary>
/// <param name="Version">Version of a Spark that the tests start; null = none is started.</param>
/// <param name="Door">The door of that Spark.</param>
/// <param name="Server">Connection string of a server that runs already.</param>
public sealed record EngineChoice(string? Version, SparkDoor Door, string? Server)
{
    public const string Variable = "FASHIONSPARK_TEST_ENGINE";

    public const string Local = "local";

    /// <summary>Where the suite was started by DotnetRunner (docs/dotnet-spark.md), in a build that has that engine.</summary>
    public const string DotnetSpark = "dotnet-spark";

    private const string Known = "local, 'spark-VERSION bridge', 'spark-VERSION direct' (such as 'spark-4.1 direct'), sc://HOST:PORT, unix:///SOCKET";

    public bool IsSpark => Version is not null || Server is not null || IsDotnetSpark;

    public bool IsDotnetSpark { get; private init; }

    /// <exception cref="InvalidInputException">There is no such engine, or it is not on this machine: never another one in its place.</exception>
    public static EngineChoice Read(string? name)
    {
        switch (name?.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case null or [] or [Local]:
                return new EngineChoice(null, SparkDoor.Auto, null);
#if MICROSOFT_SPARK
            case [DotnetSpark]:
                return new EngineChoice(null, SparkDoor.Auto, null) { IsDotnetSpark = true };
#endif
            case [var server] when server.StartsWith("sc://", StringComparison.Ordinal) || server.StartsWith("unix://", StringComparison.Ordinal):
                return new EngineChoice(null, SparkDoor.Auto, server);
            case [var spark, var door] when spark.StartsWith("spark-", StringComparison.Ordinal) && door is "bridge" or "direct":
                string version = spark["spark-".Length..];
                if (SparkFleet.WhyMissing(version) is string why)
                {
                    throw new InvalidInputException($"{Variable} is '{name}': {why}");
                }

                return door == "bridge" && PythonHome.Path is null
                    ? throw new InvalidInputException($"{Variable} is '{name}', but there is no Python with pyarrow: {PythonHome.Variable} is not set. Set it from eng/setup-pyarrow.")
                    : new EngineChoice(version, door == "bridge" ? SparkDoor.Bridge : SparkDoor.Direct, null);
            default:
                throw new InvalidInputException($"{Variable} is '{name}', which is no engine; known are {Known}.");
        }
    }
}
