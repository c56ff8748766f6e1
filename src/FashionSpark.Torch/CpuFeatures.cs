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
        && !OneDnn.IsHeld
        && X86Base.CpuId(0, 0).Eax >= 7
        && ((X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0 || (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0);

    /// <summary>Whether it says how large its caches are: CPUID 4 of Intel, 8000001D of AMD; the type of the first is in EAX bits 0 to 4, 0 = none.</summary>
    public static bool HasCacheSizes => !X86Base.IsSupported || HasCache(0, 4) || HasCache(unchecked((int)0x80000000), unchecked((int)0x8000001D));

    private static bool HasCache(int range, int leaf) =>
        unchecked((uint)X86Base.CpuId(range, 0).Eax) >= unchecked((uint)leaf) && (X86Base.CpuId(leaf, 0).Eax & 0x1F) != 0;
}
