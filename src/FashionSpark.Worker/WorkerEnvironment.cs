using System.Globalization;

namespace FashionSpark.Worker;

/// <summary>What Spark and the operator say in environment variables; read once at start.</summary>
internal sealed record WorkerEnvironment
{
    private const string Prefix = "FASHIONSPARK_WORKER_";

    /// <summary>What a connection must send first; null with unix sockets, where the file's rights protect.</summary>
    public string? Secret { get; init; }

    /// <summary>Several tasks on one connection, one after the other.</summary>
    public bool Reuse { get; init; }

    /// <summary>Folder for the daemon's socket; null = TCP on loopback.</summary>
    public string? SocketFolder { get; init; }

    public bool PreferIPv6 { get; init; }

    /// <summary>Port (TCP) that a worker of its own process connects to.</summary>
    public int? Port { get; init; }

    /// <summary>Socket (unix) that a worker of its own process connects to.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Time without a connection after which models are freed.</summary>
    public TimeSpan FreeAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Time without a connection after which the daemon ends. Spark keeps one for every session until the executor ends, and
    /// starts another where one has gone.
    /// </summary>
    public TimeSpan ExitAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A folder of the executor, which Spark removes with it; null where Spark names none.</summary>
    public string? LocalFolder { get; init; }

    public static WorkerEnvironment Read(Func<string, string?> variable)
    {
        bool unix = IsTrue(variable("PYTHON_UNIX_DOMAIN_ENABLED"));
        return new WorkerEnvironment
        {
            Secret = unix ? null : variable("PYTHON_WORKER_FACTORY_SECRET"),
            Reuse = !string.IsNullOrEmpty(variable("SPARK_REUSE_WORKER")),
            SocketFolder = unix ? Required(variable, "PYTHON_WORKER_FACTORY_SOCK_DIR") : null,
            PreferIPv6 = IsTrue(variable("SPARK_PREFER_IPV6")),
            Port = int.TryParse(variable("PYTHON_WORKER_FACTORY_PORT"), CultureInfo.InvariantCulture, out int port) ? port : null,
            SocketPath = variable("PYTHON_WORKER_FACTORY_SOCK_PATH"),
            FreeAfter = Seconds(variable, "FREE_SECONDS", TimeSpan.FromSeconds(60)),
            ExitAfter = Seconds(variable, "EXIT_SECONDS", TimeSpan.FromMinutes(10)),
            LocalFolder = variable("SPARK_LOCAL_DIRS")?.Split(',', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(),
        };
    }

    /// <summary>Spark writes <c>True</c>, scripts write <c>true</c> and <c>1</c>.</summary>
    private static bool IsTrue(string? value) => value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static string Required(Func<string, string?> variable, string name) =>
        variable(name) ?? throw new InvalidInputException(
            $"The environment variable {name} is not set. Spark sets it when it starts its Python daemon; this mode is not meant to be started by hand.");

    private static TimeSpan Seconds(Func<string, string?> variable, string name, TimeSpan otherwise)
    {
        string? text = variable(Prefix + name);
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e7
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidInputException($"{Prefix}{name} is '{text}'; a number of seconds above 0 was expected.");
    }
}
