using System.Runtime.InteropServices;

namespace FashionSpark.Torch;

/// <summary>Which instructions oneDNN, by which libtorch computes convolutions, may use.</summary>
/// <remarks>
/// On a virtual machine whose processor (an AMD EPYC of family 26) does not say how large its caches are, oneDNN's kernels for
/// AVX-512 computed wrong: a network's probabilities were off by 0.92 without an error, and a fine-tuning learned nothing. Those
/// for AVX2 computed right there. That the missing sizes are the cause is what fits; it was not seen elsewhere.
/// </remarks>
internal static partial class OneDnn
{
    /// <summary>oneDNN's own variable; whoever has set it knows why.</summary>
    private const string Variable = "ONEDNN_MAX_CPU_ISA";

    /// <summary>Whether oneDNN is held to AVX2.</summary>
    public static bool IsHeld { get; } = !CpuFeatures.HasCacheSizes && OperatingSystem.IsLinux() && Hold();

    /// <summary>To be called before the first convolution: oneDNN reads its variable once.</summary>
    public static void Prepare() => _ = IsHeld;

    /// <summary>In the environment as native code reads it, which .NET's own does not change.</summary>
    private static bool Hold() => Environment.GetEnvironmentVariable(Variable) is null && SetVariable(Variable, "AVX2", overwrite: 0) == 0;

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
