using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FashionSpark.Torch.Training;

/// <summary>Threads and memory of libtorch, as training wants them.</summary>
internal static partial class TorchThreads
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    /// <summary>glibc refuses more: half of a 64 MB heap.</summary>
    private const int LargestThreshold = 32 << 20;

    private static readonly bool IsGlibc =
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint libc) && NativeLibrary.TryGetExport(libc, "mallopt", out _);

    static TorchThreads()
    {
        // Activations of a batch are tens of MB. By default glibc maps and unmaps each, and the page faults cost a tenth of
        // the training (10.5 to 9.5 s of two cores an epoch of quick); kept in the heap they are used again. Other C
        // libraries: no effect.
        if (IsGlibc)
        {
            _ = MallOpt(MmapThreshold, LargestThreshold);
            _ = MallOpt(TrimThreshold, int.MaxValue);

            // Every round runs on threads of its own; with an arena each, what one kept is not there for the next (901 to 813 MB).
            _ = MallOpt(ArenaMax, Math.Max(2, Environment.ProcessorCount));
        }
    }

    /// <summary>
    /// Sets the threads of operations called on this thread. OpenMP keeps the number per calling thread, so partitions
    /// side by side have one each; libtorch sets it once lazily, hence the question before the answer.
    /// </summary>
    public static void Use(int threads)
    {
        _ = get_num_threads();
        set_num_threads(Math.Max(1, threads));
    }

    /// <summary>
    /// Gives what the heap keeps but does not use back to the system: after an epoch and after a validation, whose tensors have
    /// other sizes and do not fit into each other's gaps, and when a training ends.
    /// </summary>
    public static void GiveBack()
    {
        if (IsGlibc)
        {
            _ = MallocTrim(0);
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint kept);

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);
}
