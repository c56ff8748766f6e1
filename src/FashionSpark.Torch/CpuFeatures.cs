using System.Runtime.Intrinsics.X86;

namespace FashionSpark.Torch;

/// <summary>What the processor has that .NET does not ask for itself.</summary>
internal static class CpuFeatures
{
    /// <summary>
    /// Whether bfloat16 convolutions run on instructions of their own: AVX512-BF16 (CPUID 7.1 EAX bit 5) or AMX-BF16
    /// (CPUID 7.0 EDX bit 22). Without them oneDNN emulates bfloat16, slower than float32.
    /// </summary>
    public static bool HasBf16 { get; } = X86Base.IsSupported
        && X86Base.CpuId(0, 0).Eax >= 7
        && ((X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0 || (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0);
}
