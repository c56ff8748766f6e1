using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FashionSpark.Engines;
using FashionSpark.Worker.Protocol;
using Microsoft.ML.OnnxRuntime;
using SkiaSharp;

namespace FashionSpark.Worker;

/// <summary>What this build is, and whether its native libraries load on this machine, as one JSON object.</summary>
internal static class DoctorReport
{
    /// <returns>The exit code: 0 where everything loads.</returns>
    public static int Write(TextWriter writer, PartitionFunctionRegistry functions)
    {
        JsonObject libraries = new()
        {
            ["onnxruntime"] = Try(() => OrtEnv.Instance().GetVersionString()),
            ["skia"] = Try(() => SkiaSharpVersion.Native.ToString()),
        };
        var report = new JsonObject
        {
            ["version"] = WorkerVersion.Text,
            ["flavour"] = WorkerFunctions.Flavour,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["os"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            ["host"] = Environment.MachineName,
            ["processors"] = Environment.ProcessorCount,
            ["directDoor"] = new JsonArray([.. TaskLayouts.Versions.Select(version => (JsonNode)version)]),
            ["bridgeProtocol"] = Bridge.BridgeRequest.Protocol,
            ["functions"] = new JsonArray([.. functions.Names.Select(name => (JsonNode)name)]),
            ["libraries"] = libraries,
        };
        writer.WriteLine(report.ToJsonString(SpecJson.Options));
        return libraries.Any(library => library.Value!.GetValue<string>().StartsWith("error", StringComparison.Ordinal)) ? 1 : 0;
    }

    private static string Try(Func<string> version)
    {
        try
        {
            return version();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            return $"error: {(e.InnerException ?? e).Message}";
        }
    }
}
