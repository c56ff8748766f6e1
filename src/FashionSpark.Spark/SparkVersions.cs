namespace FashionSpark.Spark;

/// <summary>The versions of Spark that this client was tried with.</summary>
internal static class SparkVersions
{
    /// <exception cref="SparkException">An older version, whose Spark Connect lacks what is needed.</exception>
    public static void Check(string version, string endpoint)
    {
        string[] parts = version.Split('.');
        bool known = parts.Length >= 2 && int.TryParse(parts[0], out int major) && int.TryParse(parts[1], out int minor) && (major > 3 || (major == 3 && minor >= 5));
        if (!known)
        {
            throw new SparkException($"The server at {endpoint} runs Spark '{version}'; Spark 3.5 or newer is needed.");
        }
    }
}
