namespace FashionSpark.Worker.Protocol;

/// <summary>The layouts that were tried against a real Spark, by version.</summary>
internal static class TaskLayouts
{
    private static readonly ITaskLayout[] Known = [new TaskLayout35(), new TaskLayout41()];

    public static IReadOnlyList<string> Versions { get; } = [.. Known.Select(layout => layout.Version)];

    /// <param name="pythonVersion">What the client sent as <c>python_ver</c>: the direct door puts Spark's version there.</param>
    /// <exception cref="UnsupportedSparkException">No layout of that version is known.</exception>
    public static ITaskLayout For(string? pythonVersion)
    {
        foreach (ITaskLayout layout in Known)
        {
            if (pythonVersion == layout.Version || pythonVersion?.StartsWith(layout.Version + ".", StringComparison.Ordinal) == true)
            {
                return layout;
            }
        }

        throw new UnsupportedSparkException(
            $"The .NET worker got a task of version '{pythonVersion}'; its direct door speaks the protocol of Spark {string.Join(" and ", Versions)} only. " +
            "Use the bridge door with this Spark; or, where that is Python's version and this is a Python function, " +
            "unset PYSPARK_PYTHON of the Connect server: it names the .NET worker.");
    }
}
