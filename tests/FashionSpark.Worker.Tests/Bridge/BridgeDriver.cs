using System.Diagnostics;
using System.Text.Json.Nodes;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Worker.Tests.Bridge;

/// <summary>Runs a scenario of <c>bridge_driver.py</c> under a stock Python with the real module and the real worker.</summary>
internal static class BridgeDriver
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static string Worker { get; } = Path.Combine(AppContext.BaseDirectory, "fashionspark-worker");

    /// <param name="scenario">Its name in the script.</param>
    /// <param name="spec">What <c>bind</c> gets.</param>
    /// <param name="worker">FASHIONSPARK_WORKER; null = unset.</param>
    /// <param name="pythonPath">PYTHONPATH beside the module's folder; null = the one with pyarrow.</param>
    /// <param name="filesRoot">Spark's folder of files.</param>
    public static (JsonNode? Result, string Error) Run(string scenario, string spec, string? worker, string? pythonPath = null, string? filesRoot = null)
    {
        if (PythonHome.Path is null)
        {
            Assert.Skip($"No Python with pyarrow ({PythonHome.Variable} is not set; run ./test, or eng/setup-pyarrow).");
        }

        var start = new ProcessStartInfo(PythonHome.Executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Bridge", "bridge_driver.py"));
        start.ArgumentList.Add(scenario);
        start.ArgumentList.Add(spec);
        start.Environment["PYTHONPATH"] = $"{AppContext.BaseDirectory}:{pythonPath ?? PythonHome.Path}";
        start.Environment["TEST_FILES_ROOT"] = filesRoot ?? "/nowhere";
        start.Environment["FASHIONSPARK_WORKER"] = worker ?? "";
        using Process python = Process.Start(start)!;
        Task<string> error = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> output = python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (!python.WaitForExit(Deadline))
        {
            python.Kill(entireProcessTree: true);
            Assert.Fail($"The scenario '{scenario}' did not end within {Deadline}: {error.Result}");
        }

        return (output.Result.Length == 0 ? null : JsonNode.Parse(output.Result), error.Result);
    }

    /// <summary>The outcome of a step: its error where it failed, else its result as JSON.</summary>
    public static string Step(JsonNode? result, int index)
    {
        JsonNode step = result!["steps"]![index]!;
        return (string?)step["error"] ?? step["result"]!.ToJsonString();
    }
}
