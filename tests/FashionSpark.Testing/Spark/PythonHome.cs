namespace FashionSpark.Testing.Spark;

/// <summary>A Python that can import pyarrow, as executors have it for Python functions (set by ./test from eng/setup-pyarrow).</summary>
public static class PythonHome
{
    public const string Variable = "FASHIONSPARK_PYTHONPATH";

    public const string Executable = "/usr/bin/python3";

    /// <summary>Why a test that needs it is skipped.</summary>
    public const string Missing = $"No Python with pyarrow ({Variable} is not set; run ./test).";

    /// <summary>What goes into PYTHONPATH; null where there is no such Python here.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable(Variable);
}
