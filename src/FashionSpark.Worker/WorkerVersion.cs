using System.Reflection;

namespace FashionSpark.Worker;

/// <summary>The version of this build, as errors and <c>doctor</c> show it.</summary>
internal static class WorkerVersion
{
    public static string Text { get; } =
        typeof(WorkerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
