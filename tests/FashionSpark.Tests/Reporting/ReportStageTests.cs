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

        // Five mistakes, each with its heat map. Their bytes are Skia's.
        Assert.Equal(2 * 5, Picture().Count(page));
        CheckGolden(Style().Replace(Picture().Replace(page, "PNG"), "<style></style>").Replace("><", ">\n<", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_NothingButAnEvaluation_SaysWhatIsMissing()
    {
        await using var warehouse = new ReportWarehouse();
        await warehouse.EvaluateAsync();
        warehouse.WriteModel(seed: 99);

        string page = await warehouse.ReportAsync();

        Assert.Contains("No baseline was evaluated on these test images", page, StringComparison.Ordinal);
        Assert.Contains("no figures by round", page, StringComparison.Ordinal);
        Assert.Contains("does not have the counts of this data set", page, StringComparison.Ordinal);
        Assert.DoesNotContain("No file is in quarantine", page, StringComparison.Ordinal);
        Assert.Contains("There is no card of tiny@HASH: The model file &#39;FOLDER/model.onnx&#39; is now tiny@HASH; the run scored tiny@HASH.", page, StringComparison.Ordinal);
        Assert.Contains("Pictures are missing: The model file", page, StringComparison.Ordinal);
        Assert.Empty(Picture().Matches(page));
    }

    [Fact]
    public async Task RunAsync_ModelWithoutMaps_HasPicturesAndNoHeatMaps()
    {
        await using var warehouse = new ReportWarehouse { Maps = null };
        await warehouse.EvaluateAsync();

        string page = await warehouse.ReportAsync();

        Assert.Contains("A model of this kind has no heat map.", page, StringComparison.Ordinal);
        Assert.Equal(5, Picture().Count(page));
    }

    [Fact]
    public async Task RunAsync_DataSetGone_NamesItAndHasTheRest()
    {
        await using var warehouse = new ReportWarehouse();
        await warehouse.EvaluateAsync();
        Directory.Delete(warehouse.Data, recursive: true);

        string page = await warehouse.ReportAsync();

        Assert.Contains("Pictures are missing: There is no prepared data set at &#39;FOLDER/data&#39;.", page, StringComparison.Ordinal);
        Assert.Contains("<b class=\"bad\">light</b> 59.2&#160;%<br>in truth <b>dark</b> 40.8&#160;%", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OtherImagesInTheDataSet_CountsTheMissing()
    {
        await using var warehouse = new ReportWarehouse();
        await warehouse.EvaluateAsync();
        await warehouse.ReplaceDataAsync();

        Assert.Contains("Pictures are missing: 5 of these images are not in &#39;FOLDER/data&#39; any more.", await warehouse.ReportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_PredictionsGone_SaysSo()
    {
        await using var warehouse = new ReportWarehouse();
        await warehouse.EvaluateAsync();
        Directory.Delete(warehouse.Predictions, recursive: true);

        Assert.Contains("The warehouse has no predictions of this run any more.", await warehouse.ReportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoMistakes_SaysSo()
    {
        await using var warehouse = new ReportWarehouse { LabelOf = i => i <= 10 ? 0 : 1 };
        await warehouse.EvaluateAsync();

        string page = await warehouse.ReportAsync();

        Assert.Contains("Every answer on the test split is right.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Most often confused", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ClassWithoutImages_HasNoFiguresAndIsNamed()
    {
        await using var warehouse = new ReportWarehouse { LabelOf = _ => 0 };
        await warehouse.EvaluateAsync();

        string page = await warehouse.ReportAsync();

        Assert.Contains("No test images were there of: dark. How well they are found is not known.", page, StringComparison.Ordinal);
        Assert.Contains("<tr><th>dark</th><td class=\"n\">0</td><td class=\"n\">none</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_BaselineOfOtherImages_StandsBesideWithoutATest()
    {
        await using var warehouse = new ReportWarehouse();
        string run = await warehouse.EvaluateAsync();
        await warehouse.AddBaselineAsync(first: 10);

        string page = await warehouse.ReportAsync(run);

        Assert.Contains("baseline<small>test, baseline-quick@HASH</small>", page, StringComparison.Ordinal);
        Assert.Contains("The baseline was not scored on the same images, so there is no paired test.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OfTheBaselineItself_HasNoBaselineBeside()
    {
        await using var warehouse = new ReportWarehouse();
        await warehouse.EvaluateAsync();
        await warehouse.AddBaselineAsync();

        string page = await warehouse.ReportAsync();

        Assert.Contains("<h1>baseline-quick@HASH</h1>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("baseline<small>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("No baseline was evaluated", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NamesThatAreMarkup_AreText()
    {
        await using var warehouse = new ReportWarehouse
        {
            Classes = ["<script>alert(1)</script>", "\"><img src=x>"],
            SourceOf = i => $"\"><b onclick=x>{i}</b>.png",
        };
        await warehouse.AddHistoryAsync();
        await warehouse.EvaluateAsync();

        string page = await warehouse.ReportAsync();

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b onclick", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<photo>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&quot;&gt;&lt;b onclick=x&gt;8&lt;/b&gt;.png", page, StringComparison.Ordinal);
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
    public async Task RunAsync_NoWarehouse_SaysWhatToRunAndMakesNone()
    {
        await using var warehouse = new ReportWarehouse();

        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => warehouse.ReportAsync());

        Assert.Contains("Run 'fashionspark score' and 'fashionspark evaluate' first", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(warehouse.Predictions)));
    }

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
