using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FashionSpark.Torch.Training;

/// <summary>Threads and memory of libtorch, as training wants them.</summary>
internal static partial class TorchThreads
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;

    static TorchThreads()
    {
        // Activations of a batch are tens of MB. By default glibc maps and unmaps each, and the page faults cost 12 % of a
        // step on two threads (7068 to 7949 images/s); kept in the heap they are used again. Other C libraries: no effect.
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint libc) && NativeLibrary.TryGetExport(libc, "mallopt", out _))
        {
            _ = MallOpt(MmapThreshold, 1 << 30);
            _ = MallOpt(TrimThreshold, int.MaxValue);
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

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);
}
