namespace FashionSpark.Testing.Spark;

/// <summary>One Spark process a version, started when first asked for and shared by all tests; an assembly fixture.</summary>
public sealed class SparkFleet : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lazy<SparkProcess>> _processes = new(StringComparer.Ordinal);

    /// <summary>Why a version cannot be tested here; null where it can.</summary>
    public static string? WhyMissing(string version) =>
        SparkHomes.Find(version) is null
            ? $"Spark {version} is not here: {SparkHomes.Variable} names no home for it. Run ./test, or set it from eng/setup-spark."
            : null;

    /// <summary>The process of a version such as <c>3.5</c>. Its first use takes some ten seconds.</summary>
    public SparkProcess Get(string version)
    {
        (string full, string home) = SparkHomes.Find(version) ?? throw new InvalidOperationException(WhyMissing(version));
        Lazy<SparkProcess>? process;
        lock (_lock)
        {
            if (!_processes.TryGetValue(full, out process))
            {
                _processes.Add(full, process = new Lazy<SparkProcess>(() => new SparkProcess(full, home)));
            }
        }

        return process.Value;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (Lazy<SparkProcess> process in _processes.Values.Where(process => process.IsValueCreated))
            {
                process.Value.Dispose();
            }
        }
    }
}
