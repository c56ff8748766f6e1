using System.Diagnostics;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Images;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Images.Guarding;

/// <summary>With a program whose decoder really ends its process, by SIGKILL, in the middle of a prepare.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Killed = 137;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prepare_PictureThatKillsItsDecoder_IsNamedByTheNextRun_AndOthersAreKept()
    {
        TestPictures.WriteFolder(_folder["photos"], classes: 2, perClass: 6);
        File.WriteAllText(_folder["photos", "class0", "0 waits.jpg"], "WAITS");
        File.WriteAllText(_folder["photos", "class1", "0 kills.jpg"], "KILLS");

        // Both pictures are being decoded, in two partitions, when the first run dies.
        Assert.Equal((Killed, ""), await RunAsync("data"));
        Assert.Equal((0, "13 1"), await RunAsync("data"));

        await using LocalEngine engine = TestEngine.Create();
        List<RecordBatch> quarantine = await engine.ReadDelta(new DeltaRead(_folder["data-warehouse", ResultTables.Quarantine])).CollectAsync();
        Assert.Equal(["class1/0 kills.jpg"], quarantine.Texts("source"));
        Assert.Equal([QuarantineReason.CrashedDecoder], quarantine.Texts("reason"));
        Assert.Contains("class0/0 waits.jpg", (await engine.ReadDelta(new DeltaRead(_folder["data"])).CollectAsync()).Texts("source"));

        // Known from now on, whatever the run.
        Assert.Equal((0, "13 1"), await RunAsync("other"));
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string output)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "fashionspark-crashing-decoder"), ["prepare", _folder["photos"], _folder[output], _folder["notes"]])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, text.Trim());
    }
}
