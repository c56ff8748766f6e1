using System.Diagnostics;
using System.Security.Cryptography;
using FashionSpark.Testing;

namespace FashionSpark.Torch.Tests.Build;

/// <summary>The build step that lets libLibTorchSharp.so load where libstdc++ is older than GCC 13's.</summary>
public class WeakenSymbolVersionTests
{
    private static readonly string Library =
        Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    [Fact]
    public void Patching_again_changes_nothing_and_keeps_the_time()
    {
        Assert.SkipUnless(File.Exists(Library), $"'{Library}' is not there: not a portable build for Linux.");
        using TemporaryFolder folder = new();
        string repository = RepositoryRoot();

        // The package's own file through a hard link, as the build copies it: the package must stay as it is.
        string package = folder["package.so"];
        File.WriteAllBytes(package, Unpatched(File.ReadAllBytes(Library)));
        File.SetLastWriteTimeUtc(package, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        string original = Hash(package);
        Directory.CreateDirectory(folder["out"]);
        Assert.Equal(0, Run("/bin/ln", package, folder["out", "libLibTorchSharp.so"]));
        File.WriteAllText(
            folder["patch.proj"],
            $"""
            <Project>
              <PropertyGroup><OutDir>{folder["out"]}/</OutDir></PropertyGroup>
              <Import Project="{repository}/eng/LibTorch.targets" />
            </Project>
            """);

        Assert.Equal(0, Run("dotnet", "msbuild", folder["patch.proj"], "-t:WeakenLibTorchSharp", "-nodeReuse:false", "-v:q"));
        string patched = Hash(folder["out", "libLibTorchSharp.so"]);
        Assert.Equal(Hash(Library), patched);
        Assert.Equal(original, Hash(package));
        Assert.Equal(File.GetLastWriteTimeUtc(package), File.GetLastWriteTimeUtc(folder["out", "libLibTorchSharp.so"]));

        Assert.Equal(0, Run("dotnet", "msbuild", folder["patch.proj"], "-t:WeakenLibTorchSharp", "-nodeReuse:false", "-v:q"));
        Assert.Equal(patched, Hash(folder["out", "libLibTorchSharp.so"]));
        Assert.Equal(["libLibTorchSharp.so"], Directory.GetFiles(folder["out"]).Select(Path.GetFileName));
    }

    /// <summary>Takes the weak flag away again: hash of GLIBCXX_3.4.32, then flags 2, as a Vernaux record has them.</summary>
    private static byte[] Unpatched(byte[] elf)
    {
        byte[] record = [.. BitConverter.GetBytes(ElfHash("GLIBCXX_3.4.32")), 2, 0];
        int at = elf.AsSpan().IndexOf(record);
        Assert.True(at >= 0, "The library of this build is not patched.");
        elf[at + 4] = 0;
        return elf;
    }

    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (char c in name)
        {
            hash = (hash << 4) + c;
            uint high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FashionSpark.sln")))
        {
            folder = folder.Parent;
        }

        Assert.SkipWhen(folder is null, "The tests do not run inside the repository.");
        return folder.FullName;
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        TestContext.Current.SendDiagnosticMessage(output);
        return process.ExitCode;
    }
}
