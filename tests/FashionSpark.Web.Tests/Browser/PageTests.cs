using FashionSpark.Testing.Data;
using FashionSpark.Web.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FashionSpark.Web.Tests.Browser;

/// <summary>The page in a real browser: every way a picture comes in, what a visitor then reads, and how it looks and sounds.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private static readonly (string Name, byte[] Content) White = ("white.png", Pictures.Grey(250));
    private static readonly (string Name, byte[] Content) Doubtful = ("doubtful.png", Pictures.Grey(140));
    private static readonly (string Name, byte[] Content) Photo = ("photo.jpg", TestPictures.SmoothJpeg(300));
    private static readonly (string Name, byte[] Content) Text = ("notes.txt", "no picture"u8.ToArray());

    private readonly Chromium _chromium;
    private Served _served = null!;

    public PageTests(Chromium chromium) => _chromium = chromium;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Chromium.IsHere, Chromium.Missing);
        _served = await Served.StartAsync(options => options with { MaxMegabytes = 2 });
    }

    public ValueTask DisposeAsync() => _served?.DisposeAsync() ?? default;

    [Fact]
    public async Task Chosen_Picture_IsAnsweredInWords()
    {
        await using Visit visit = await VisitAsync();

        await visit.ChooseAsync(White);
        await visit.AnsweredAsync(1);

        await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync("Almost certainly a class0");
        await Expect(visit.Cards.Locator(".words")).ToHaveTextAsync("The model is very sure: 98.0 %.");
        await Expect(visit.Cards.GetByRole(AriaRole.Img, new() { Name = "Confidence 98.0 %" })).ToBeVisibleAsync();
        await Expect(visit.Cards.Locator(".others li")).ToHaveTextAsync(["a class12.0 %"]);
        await Expect(visit.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("white.png: Almost certainly a class0, 98.0 %.");
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("paste")]
    public async Task Transferred_Pictures_AreAnswered(string kind)
    {
        await using Visit visit = await VisitAsync();

        await visit.TransferAsync(kind, White, Photo);
        await visit.AnsweredAsync(2);

        await Expect(visit.Cards.Locator(".file")).ToHaveTextAsync(["white.png", "photo.jpg"]);
        await Expect(visit.Page.Locator("#drop.over")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Sample_IsOneClickAway()
    {
        await using Visit visit = await VisitAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sample 2" }).ClickAsync();
        await visit.AnsweredAsync(1);

        await Expect(visit.Cards.Locator(".file")).ToHaveTextAsync("2-hat.jpg");
    }

    [Fact]
    public async Task Doubt_SaysNotSure()
    {
        await using Visit visit = await VisitAsync();

        await visit.ChooseAsync(Doubtful);
        await visit.AnsweredAsync(1);

        await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync("Not sure");
        await Expect(visit.Cards.Locator(".words")).ToContainTextAsync("Perhaps a class0, or a class1. The model gives its best guess only 54.9 %");
    }

    [Fact]
    public async Task Views_ShowWhatTheModelSawAndWhereItLooked()
    {
        await using Visit visit = await VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.AnsweredAsync(1);
        ILocator image = visit.Cards.Locator("img");
        Assert.StartsWith("blob:", await image.GetAttributeAsync("src"), StringComparison.Ordinal);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Heat map" }).ClickAsync();

        await Expect(image).ToHaveAttributeAsync("alt", "photo.jpg, in orange where the model looked");
        Assert.StartsWith("data:image/png;base64,", await image.GetAttributeAsync("src"), StringComparison.Ordinal);
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Heat map" })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(Served.Side, await image.EvaluateAsync<int>("async image => { await image.decode(); return image.naturalWidth; }"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Model’s view" }).ClickAsync();
        await Expect(image).ToHaveAttributeAsync("alt", "photo.jpg as the model saw it");
    }

    [Fact]
    public async Task Files_ThatAreNoPictures_AreToldApartAndTheOthersAnswered()
    {
        await using Visit visit = await VisitAsync();
        visit.RefusalsExpected = true;

        await visit.ChooseAsync(Text, White, ("empty.png", []), ("cut.jpg", Photo.Content[..200]), ("large.bmp", new byte[2_000_001]));
        await visit.AnsweredAsync(5);

        await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync(["No answer", "Almost certainly a class0", "No answer", "No answer", "No answer"]);
        await Expect(visit.Cards.Locator(".words")).ToHaveTextAsync(
        [
            "This is no picture that can be read here. JPEG, PNG, WebP, GIF, BMP and TIFF can.",
            "The model is very sure: 98.0 %.",
            "The file is empty.",
            "The picture is cut off: a part of the file is missing.",
            "The file is too large.",
        ]);
        await visit.KeepAsync("problems");
    }

    [Fact]
    public async Task Service_Gone_IsSaidAndThePageStays()
    {
        await using Visit visit = await VisitAsync();
        visit.RefusalsExpected = true;
        await visit.Page.RouteAsync("**/api/predict*", route => route.AbortAsync());

        await visit.ChooseAsync(White);
        await visit.AnsweredAsync(1);

        await Expect(visit.Cards.Locator(".words")).ToHaveTextAsync("The service cannot be reached. Check the connection and try again.");
    }

    [Fact]
    public async Task Service_Busy_IsAskedAgain()
    {
        await using Visit visit = await VisitAsync();
        visit.RefusalsExpected = true;
        int asked = 0;
        await visit.Page.RouteAsync("**/api/predict*", route => ++asked == 1
            ? route.FulfillAsync(new() { Status = 503, Headers = new Dictionary<string, string> { ["Retry-After"] = "0.01" }, Body = "{}" })
            : route.ContinueAsync());

        await visit.ChooseAsync(White);
        await visit.AnsweredAsync(1);

        await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync("Almost certainly a class0");
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Csv_HasTheAnswersAndNoFormula()
    {
        await using Visit visit = await VisitAsync();
        await visit.ChooseAsync(("=1+1,\"x\".png", White.Content));
        await visit.AnsweredAsync(1);

        IDownload download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = "Download CSV" }).ClickAsync());

        string[] lines = await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal("what-are-you-wearing.csv", download.SuggestedFilename);
        Assert.Equal("file,model,answer,confidence,sure,second,second confidence,third,third confidence", lines[0]);
        Assert.StartsWith($"\"'=1+1,\"\"x\"\".png\",{_served.Service.Models[0].Version},class0,0.98", lines[1], StringComparison.Ordinal);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Expect(visit.Cards).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Name_OfAFile_IsNeverMarkup()
    {
        await using Visit visit = await VisitAsync();

        await visit.ChooseAsync(("<img src=x onerror=alert(1)>.png", White.Content));
        await visit.AnsweredAsync(1);

        await Expect(visit.Cards.Locator(".file")).ToHaveTextAsync("<img src=x onerror=alert(1)>.png");
    }

    [Fact]
    public async Task Keyboard_ReachesEverything()
    {
        await using Visit visit = await VisitAsync();
        IPage page = visit.Page;

        // Asked for now, choosers are caught long before the key that opens one; asked for with the key, Chromium may be the faster.
        page.FileChooser += (_, _) => { };

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#tab-try")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("#tab-model")).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What it is, and its limits" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("#try")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#files")).ToBeFocusedAsync();
        IFileChooser chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Enter"));
        await chooser.SetFilesAsync(new FilePayload { Name = White.Name, MimeType = "image/png", Buffer = White.Content });
        await visit.AnsweredAsync(1);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sample 1" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await visit.AnsweredAsync(2);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task EveryState_HasNoViolationAndFitsTheWindow(int width, ColorScheme scheme)
    {
        await using Visit visit = await VisitAsync(width, scheme);
        visit.RefusalsExpected = true;
        await CheckAsync(visit, "start", scheme);
        await visit.ChooseAsync(Photo, Doubtful, Text);
        await visit.AnsweredAsync(3);
        await CheckAsync(visit, "answers", scheme);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Heat map" }).First.ClickAsync();
        await CheckAsync(visit, "heat-map", scheme);
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "The model" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "What it is, and its limits" })).ToBeVisibleAsync();
        await CheckAsync(visit, "model", scheme);
    }

    [Fact]
    public async Task Docs_LetTheApiBeTried()
    {
        await using Visit visit = await Visit.StartAsync(_chromium, _served, path: "/docs");
        ILocator predict = visit.Page.Locator(".operation", new() { HasText = "/api/predict" });

        await predict.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "white.png", MimeType = "image/png", Buffer = White.Content });
        await predict.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Expect(predict.GetByRole(AriaRole.Status)).ToContainTextAsync("\"class\": \"class0\"");
        await Expect(predict.Locator("pre").First).ToContainTextAsync("curl -F file=@white.png 'http://127.0.0.1:");
        Assert.Equal("", await visit.AxeAsync());
        await visit.KeepAsync("docs");
    }

    private static async Task CheckAsync(Visit visit, string state, ColorScheme scheme)
    {
        await visit.KeepAsync($"{state}-{scheme.ToString().ToLowerInvariant()}");
        Assert.Equal("", await visit.AxeAsync());
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{state} is wider than the window");
    }

    private Task<Visit> VisitAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light) =>
        Visit.StartAsync(_chromium, _served, width, width < 600 ? 844 : 900, scheme);
}
