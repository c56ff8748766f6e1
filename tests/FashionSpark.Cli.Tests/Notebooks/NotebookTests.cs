using System.Diagnostics;
using FashionSpark.Cli.Tests.EndToEnd;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Cli.Tests.Notebooks;

/// <summary>The notebooks, from top to bottom, on some of the real Fashion-MNIST: the second draws what the first has learnt.</summary>
public sealed class NotebookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task BothRunFromTopToBottom()
    {
        Assert.SkipUnless(FashionMnistPart.IsHere, FashionMnistPart.Missing);
        FashionMnistPart.Write(_folder["source"], train: 3000, test: 500);
        await File.WriteAllBytesAsync(_folder["picture.png"], TestPictures.Png(1), Cancellation);
        Dictionary<string, string> parameters = new()
        {
            ["FASHIONSPARK_SOURCE"] = _folder["source"],
            ["FASHIONSPARK_OUT"] = _folder["out"],
            ["FASHIONSPARK_EPOCHS"] = "1",
            ["FASHIONSPARK_PICTURE"] = _folder["picture.png"],
        };
        string[] cells = [.. Notebook.Code("first-experiment.ipynb").Select(cell => With(parameters, cell))];

        string said = await SaidAsync(() => CSharpCells.RunAsync(cells, Cancellation));

        Assert.Matches(@"test +\d\d\.\d+ ?% right \(", said);
        Assert.Matches(@"\d+ mistakes in \d+ images", said);
        Assert.Matches(@" taken for .+ sure\n", said);
        Assert.Matches(@"picture\.png: .+, \d+ ?%", said);

        CliOutcome drawn = await DrawAsync();

        Assert.True(drawn.ExitCode == 0, drawn.Error);
        Assert.Matches(@"run \d{8}-\d{6}-[0-9a-f]{6}\n", drawn.Out);
        Assert.Matches(@"expected calibration error in ten bins: 0\.\d{3}\n", drawn.Out);
        Assert.Equal(4, Directory.GetFiles(_folder.Path, "figure-*.png").Length);
    }

    [Theory]
    [InlineData("explore.ipynb")]
    [InlineData("first-experiment.ipynb")]
    public void HasNoOutput_AndAnIdForEveryCell(string name)
    {
        Assert.All(Notebook.Cells(name).Where(cell => cell.GetProperty("cell_type").GetString() == "code"), cell => Assert.Equal(0, cell.GetProperty("outputs").GetArrayLength()));
        Assert.Distinct(Notebook.Cells(name).Select(cell => cell.GetProperty("id").GetString()));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The cell with parameters in the place of the environment, which belongs to all tests.</summary>
    private static string With(Dictionary<string, string> parameters, string cell)
    {
        foreach ((string name, string value) in parameters)
        {
            cell = cell.Replace($"Environment.GetEnvironmentVariable(\"{name}\")", $"((string)@\"{value}\")", StringComparison.Ordinal);
        }

        return cell.Replace("\"../jobs/", $"@\"{Repository.Root}/jobs/", StringComparison.Ordinal);
    }

    private static async Task<string> SaidAsync(Func<Task> run)
    {
        TextWriter console = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            await run();
        }
        finally
        {
            Console.SetOut(console);
        }

        return text.ToString();
    }

    private async Task<CliOutcome> DrawAsync()
    {
        string command = _folder["fashionspark"];
        await File.WriteAllTextAsync(command, $"#!/bin/sh\n{BuiltCommand.Script}\n", Cancellation);
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        const string SavesWhatItShows = """
            import matplotlib
            matplotlib.use("Agg")
            import matplotlib.pyplot
            shown = iter(range(100))
            matplotlib.pyplot.show = lambda: (matplotlib.pyplot.savefig(f"figure-{next(shown)}.png"), matplotlib.pyplot.close("all"))
            """;
        await File.WriteAllTextAsync(_folder["cells.py"], string.Join("\n\n", [SavesWhatItShows, .. Notebook.Code("explore.ipynb")]), Cancellation);
        var start = new ProcessStartInfo("/usr/bin/python3", [_folder["cells.py"]]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["FASHIONSPARK_COMMAND"] = command;
        start.Environment["FASHIONSPARK_WAREHOUSE"] = _folder["out", "warehouse"];
        start.Environment["MPLCONFIGDIR"] = _folder["matplotlib"];
        using Process process = Process.Start(start)!;
        return await BuiltCommand.FinishAsync(process);
    }
}
