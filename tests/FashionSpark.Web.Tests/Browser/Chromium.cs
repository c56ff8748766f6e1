using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(FashionSpark.Web.Tests.Browser.Chromium))]

namespace FashionSpark.Web.Tests.Browser;

/// <summary>Debian's Chromium, started once for all tests that want it; Playwright brings no browser of its own here.</summary>
public sealed class Chromium : IAsyncDisposable
{
    public const string Missing = "Chromium is not here (Debian: chromium; or name one with FASHIONSPARK_CHROMIUM).";

    private readonly Lazy<Task<IBrowser>> _browser = new(StartAsync);
    private static IPlaywright? _playwright;

    private static string Path { get; } = Environment.GetEnvironmentVariable("FASHIONSPARK_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";

    public static bool IsHere => File.Exists(Path);

    public Task<IBrowser> BrowserAsync() => _browser.Value;

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated)
        {
            await (await _browser.Value).DisposeAsync();
            _playwright?.Dispose();
        }
    }

    private static async Task<IBrowser> StartAsync()
    {
        _playwright = await Playwright.CreateAsync();

        // As root, which build machines are, Chromium has no sandbox.
        return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }
}
