using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using FashionSpark.Web.Tests.Support;
using Microsoft.Playwright;

namespace FashionSpark.Web.Tests.Browser;

/// <summary>
/// A visitor in a browser window. Errors of scripts, and of the page's content policy, are the test's failures at the end; so
/// is every request to anywhere else.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    private Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>A server's refusal is noted in the console as an error by the browser itself.</summary>
    public bool RefusalsExpected { get; set; }

    public static async Task<Visit> StartAsync(Chromium chromium, Served served, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, string path = "/")
    {
        IBrowserContext context = await (await chromium.BrowserAsync()).NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            BaseURL = served.Http.BaseAddress!.ToString(),
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = width < 600,
            IsMobile = width < 600,
            AcceptDownloads = true,
        });
        IPage page = await context.NewPageAsync();
        var visit = new Visit(context, page);
        page.PageError += (_, error) => visit._errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !(visit.RefusalsExpected && message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)))
            {
                visit._errors.Add(message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(served.Http.BaseAddress!.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                visit._errors.Add($"asked {request.Url}");
            }
        };
        await page.GotoAsync(path);
        await page.WaitForSelectorAsync("body[data-ready]");
        return visit;
    }

    public ILocator Cards => Page.Locator(".card");

    /// <summary>Chooses files as a person does in the file dialog.</summary>
    public Task ChooseAsync(params (string Name, byte[] Content)[] files) => Page.Locator("#files").SetInputFilesAsync(files.Select(Payload));

    /// <summary>Drops files, or pastes them: a browser gives both as a transfer of files.</summary>
    public async Task TransferAsync(string kind, params (string Name, byte[] Content)[] files)
    {
        IJSHandle transfer = await Page.EvaluateHandleAsync(
            "files => { const t = new DataTransfer(); for (const f of files) t.items.add(new File([Uint8Array.from(atob(f.content), c => c.charCodeAt(0))], f.name)); return t; }",
            files.Select(file => new Dictionary<string, string> { ["name"] = file.Name, ["content"] = Convert.ToBase64String(file.Content) }).ToArray());
        if (kind == "paste")
        {
            await Page.EvaluateAsync("data => document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))", transfer);
        }
        else
        {
            await Page.DispatchEventAsync("#drop", "dragenter", new { dataTransfer = transfer });
            await Page.DispatchEventAsync("#drop", "drop", new { dataTransfer = transfer });
        }
    }

    /// <summary>Waits until every picture has its answer, or its problem.</summary>
    public async Task AnsweredAsync(int cards)
    {
        await Assertions.Expect(Cards).ToHaveCountAsync(cards);
        await Assertions.Expect(Page.Locator(".looking")).ToHaveCountAsync(0);
    }

    /// <summary>Keeps what the page looks like, for people, beside the test results.</summary>
    public Task KeepAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = System.IO.Path.Combine(Screenshots, $"{name}-{Page.ViewportSize!.Width}.png"),
        FullPage = true,
    });

    /// <summary>What axe-core has against the page as it is now; "" = nothing.</summary>
    public async Task<string> AxeAsync()
    {
        AxeResult result = await Page.RunAxe();
        Assert.NotEmpty(result.Passes);
        return string.Join('\n', result.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_errors);
    }

    private static string Screenshots { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && folder.Name != "artifacts")
        {
            folder = folder.Parent;
        }

        return Directory.CreateDirectory(System.IO.Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "test-results", "screenshots")).FullName;
    }

    private static FilePayload Payload((string Name, byte[] Content) file) => new() { Name = file.Name, MimeType = "application/octet-stream", Buffer = file.Content };
}
