using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FashionSpark.Cli.Output;
using FashionSpark.Datasets;
using Microsoft.ML.OnnxRuntime;
using SkiaSharp;
using TorchSharp;

namespace FashionSpark.Cli.Doctor;

/// <summary>What every run needs of this machine.</summary>
internal static class MachineChecks
{
    /// <summary>Less than this holds no run of Fashion-MNIST.</summary>
    private const long LeastBytes = 1_000_000_000;

    private const string Libraries = "Runs need Linux on x64 with glibc 2.31 or newer. If that is so, the build is not whole: remove artifacts/ and start again.";

    public static IEnumerable<Check> All()
    {
        yield return Runtime();
        yield return Check.Ok("machine", $"{Environment.ProcessorCount} cores, {Figures.Gigabytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} memory, {RuntimeInformation.OSDescription}");
        yield return FashionMnist();
        yield return Library("libtorch", "training", Torch);
        yield return Library("ONNX Runtime", "scoring and prediction", Onnx);
        yield return Library("Skia", "image files", Skia);
        yield return CacheFolder(UserCache.Folder);
        yield return Disk("disk here", Environment.CurrentDirectory);
        yield return Disk("disk for temporary files", Path.GetTempPath());
    }

    internal static Check CacheFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".doctor-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return Check.Ok("cache folder", $"{folder} can be written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Check.Failed("cache folder", $"{folder} cannot be written: {e.Message}", "Set XDG_CACHE_HOME to a folder that can be, or mend its rights. Fetched data sets and builds are kept there.");
        }
    }

    private static Check Runtime() => RuntimeInformation.ProcessArchitecture == Architecture.X64 && OperatingSystem.IsLinux()
        ? Check.Ok(".NET", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}")
        : Check.Note(".NET", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}", "Only Linux on x64 is tested; training has no native library elsewhere.");

    private static Check FashionMnist()
    {
        string cache = Path.Combine(UserCache.Folder, Datasets.FashionMnist.Name);
        return new[] { Datasets.FashionMnist.DebianFolder, cache }.FirstOrDefault(IdxFolder.HasAllFiles) is string found
            ? Check.Ok("Fashion-MNIST", found)
            : Check.Note(
                "Fashion-MNIST",
                $"neither in {Datasets.FashionMnist.DebianFolder} nor in {cache}",
                $"It is fetched on first use. Without a network: as root apt-get install {Datasets.FashionMnist.DebianPackage}, or put its four files there.");
    }

    /// <param name="name">Of the library.</param>
    /// <param name="use">What needs it.</param>
    /// <param name="version">Loads it, in a method of its own, since it may not be there.</param>
    private static Check Library(string name, string use, Func<string> version)
    {
        try
        {
            return Check.Ok(name, version());
        }
#pragma warning disable CA1031 // Libraries fail to load in their own ways; that one does is the finding.
        catch (Exception e)
        {
            Exception cause = e.InnerException ?? e;
            return Check.Failed(name, $"cannot be loaded, {use} will fail: {cause.Message.Split('\n')[0].Trim()}", Libraries);
        }
#pragma warning restore CA1031
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Torch()
    {
        using torch.Tensor ones = torch.ones(2, 2);
        using torch.Tensor sum = ones.sum();
        return sum.item<float>() == 4 ? torch.__version__ : throw new DllNotFoundException("1 + 1 + 1 + 1 is not 4");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Onnx() => OrtEnv.Instance().GetVersionString();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Skia() => SkiaSharpVersion.Native.ToString();

    private static Check Disk(string name, string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            string found = $"{Figures.Gigabytes(drive.AvailableFreeSpace)} free at {folder}";
            return drive.AvailableFreeSpace >= LeastBytes
                ? Check.Ok(name, found)
                : Check.Failed(name, found, $"Make room: a run of Fashion-MNIST wants {Figures.Gigabytes(LeastBytes)}. Outputs go where --out and --warehouse say, temporary files where TMPDIR says.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Check.Note(name, $"the room at {folder} cannot be told: {e.Message}", "Nothing, if runs do not fail for want of room.");
        }
    }
}
