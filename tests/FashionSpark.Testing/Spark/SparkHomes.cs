namespace FashionSpark.Testing.Spark;

/// <summary>Where Spark lies on this machine, from <c>FASHIONSPARK_SPARK_HOMES</c> ("3.5.7=/a;4.1.1=/b", set by ./test from eng/setup-spark).</summary>
public static class SparkHomes
{
    public const string Variable = "FASHIONSPARK_SPARK_HOMES";

    /// <summary>The full version and home that begin with a version such as <c>3.5</c>; null where there is none.</summary>
    public static (string Version, string Home)? Find(string version)
    {
        string homes = Environment.GetEnvironmentVariable(Variable) ?? string.Empty;
        foreach (string entry in homes.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = entry.Split('=', 2);
            if (parts.Length == 2 && (parts[0] == version || parts[0].StartsWith(version + ".", StringComparison.Ordinal)))
            {
                return (parts[0], parts[1]);
            }
        }

        return null;
    }

    /// <summary>Delta Lake's Maven coordinates for a Spark version, from eng/spark-releases.txt.</summary>
    public static string? DeltaCoordinates(string version) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Spark", "spark-releases.txt"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words.Length >= 4 && words[0] == version)?[3];
}
