namespace FashionSpark.Cli.Commands;

/// <summary>The engines that <c>--engine</c> takes.</summary>
internal static class EngineNames
{
    public const string Local = "local";

    /// <summary>The server that <see cref="RemoteVariable"/> names.</summary>
    public const string Spark = "spark";

    /// <summary>.NET for Apache Spark, inside its own runner; not in every build.</summary>
    public const string DotnetSpark = "dotnet-spark";

    /// <summary>As PySpark has it: a connection string, which may hold a token and so has no place in a process's arguments.</summary>
    public const string RemoteVariable = "SPARK_REMOTE";

    /// <summary>For messages and help.</summary>
    public const string Known = "local, spark (the server in SPARK_REMOTE), sc://HOST:PORT, unix:///SOCKET";

    private static readonly string[] Schemes = ["sc://", "unix://"];

    /// <summary>The engine of a run; what nobody says is what the environment says.</summary>
    /// <returns><see cref="Local"/>, <see cref="Spark"/>, <see cref="DotnetSpark"/> or a connection string.</returns>
    /// <exception cref="InvalidInputException">There is no such engine.</exception>
    public static string Choose(string? name, Func<string, string?> variable)
    {
        bool hasRemote = !string.IsNullOrEmpty(variable(RemoteVariable));
        return name switch
        {
            null => hasRemote ? Spark : Local,
            Local or DotnetSpark => name,
            Spark => hasRemote ? name : throw new InvalidInputException(
                $"Engine 'spark' is the server that {RemoteVariable} names, and that variable is not set. Set it, such as to sc://localhost:15002, or name the server with --engine."),
            _ when IsConnectionString(name) => name,
            _ => throw new InvalidInputException($"There is no engine '{WithoutKeys(name)}'; known are {Known}."),
        };
    }

    /// <summary>The connection string that a choice stands for; null = an engine that has none.</summary>
    public static string? ConnectionString(string choice, Func<string, string?> variable) => choice switch
    {
        Local or DotnetSpark => null,
        Spark => variable(RemoteVariable),
        _ => choice,
    };

    /// <summary>For people: without keys, one of which may be a token.</summary>
    public static string Display(string choice) => IsConnectionString(choice) ? $"{Spark} ({WithoutKeys(choice)})" : choice;

    private static bool IsConnectionString(string name) => Schemes.Any(scheme => name.StartsWith(scheme, StringComparison.Ordinal));

    private static string WithoutKeys(string connection) => connection.Split(';')[0].TrimEnd('/');
}
