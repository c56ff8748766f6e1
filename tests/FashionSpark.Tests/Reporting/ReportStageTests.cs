using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FashionSpark.Tests.Reporting;

public sealed partial class ReportStageTests
{
    [Fact]
    public async Task RunAsync_EverythingThere_IsTheExpectedPage()
    {
        await using var warehouse = new ReportWarehouse();
        await warehouse.AddHistoryAsync();
        string run = await warehouse.EvaluateAsync();
        await warehouse.AddBaselineAsync();

        string page = await warehouse.ReportAsync(run);

        // Five mistakes and twelve doubtful answers, each with its heat map. Their bytes are Skia's.
        Assert.Equal(2 * (5 + 12), Picture().Count(page));
        CheckGolden(Style().Replace(Picture().Replace(page, "PNG"), "<style></style>").Replace("><", ">\n<", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_NothingButAnEvaluation_SaysWhatIsMissing()
    {
        await using var warehouse = new ReportWarehouse();
        await warehouse.EvaluateAsync(activations: false);
        File.Delete(warehouse.Model);
        TestModelAgain(warehouse);

        string page = await warehouse.ReportAsync();

        Assert.Contains("No baseline was evaluated", page, StringComparison.Ordinal);
        Assert.Contains("no figures by round", page, StringComparison.Ordinal);
        Assert.Contains("no counts of this data set", page, StringComparison.Ordinal);
        Assert.Contains("No file is in quarantine", page, StringComparison.Ordinal);
        Assert.Contains("No pictures: ", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ModelWithoutActivations_HasPicturesAndNoHeatMaps()
    {
        await using var warehouse = new ReportWarehouse();
        await warehouse.EvaluateAsync(activations: false);

        string page = await warehouse.ReportAsync();

        Assert.Contains("A model of this kind has no heat map.", page, StringComparison.Ordinal);
        Assert.Equal(5 + 12, Picture().Count(page));
    }

    [Fact]
    public async Task RunAsync_NamesThatAreMarkup_AreText()
    {
        await using var warehouse = new ReportWarehouse { Classes = ["<script>alert(1)</script>", "\"><img src=x>"] };
        await warehouse.AddHistoryAsync();
        await warehouse.EvaluateAsync();

        string page = await warehouse.ReportAsync();

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<photo>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Page_AsksForNothingElse()
    {
        await using var warehouse = new ReportWarehouse();
        await warehouse.EvaluateAsync();

        string page = await warehouse.ReportAsync();

        Assert.DoesNotMatch("(?i)https?://|@import|url\\(|<link|<script", page);
        Assert.All(Source().Matches(page), match => Assert.StartsWith("src=\"data:image/png;base64,", match.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_UnknownRun_NamesTheRunsThereAre()
    {
        await using var warehouse = new ReportWarehouse();
        string run = await warehouse.EvaluateAsync();

        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => warehouse.ReportAsync("nobody"));

        Assert.Contains($"Runs that have: {run}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_EmptyWarehouse_SaysWhatToRun()
    {
        await using var warehouse = new ReportWarehouse();

        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => warehouse.ReportAsync());

        Assert.Contains("fashionspark evaluate", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Another model in the place of the one that was scored.</summary>
    private static void TestModelAgain(ReportWarehouse warehouse) =>
        Testing.Data.TinyModel.Write(warehouse.Model, 4, [], metadata => metadata with { Seed = 99 });

    private static void CheckGolden(string page, [CallerFilePath] string source = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(source)!, "Expectations", "report.html");
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECTATIONS") == "1")
        {
            File.WriteAllText(file, page);
        }

        Assert.True(File.Exists(file), $"{file} is missing; UPDATE_EXPECTATIONS=1 writes it.");
        Assert.Equal(File.ReadAllText(file), page);
    }

    [GeneratedRegex("data:image/png;base64,[A-Za-z0-9+/=]+")]
    private static partial Regex Picture();

    [GeneratedRegex("<style>.*</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("src=\"[^\"]*")]
    private static partial Regex Source();
}
