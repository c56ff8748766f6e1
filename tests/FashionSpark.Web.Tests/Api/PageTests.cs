using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FashionSpark.Web.Page;
using FashionSpark.Web.Tests.Support;

namespace FashionSpark.Web.Tests.Api;

public sealed partial class PageTests : IAsyncLifetime
{
    private Served _served = null!;

    public async ValueTask InitializeAsync() => _served = await Served.StartAsync();

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Page_AndAllItAsksFor_IsOursAndUnderAHundredKilobytes()
    {
        int bytes = 0;
        var asked = new HashSet<string>();
        var open = new Stack<string>(["/"]);
        while (open.TryPop(out string? path))
        {
            if (asked.Add(path) && !path.StartsWith("/docs", StringComparison.Ordinal))
            {
                byte[] content = await _served.Http.GetByteArrayAsync(path, TestContext.Current.CancellationToken);
                bytes += content.Length;
                string text = System.Text.Encoding.UTF8.GetString(content);
                Assert.Empty(Outside().Matches(text.Replace("http://www.w3.org/", "", StringComparison.Ordinal)));
                foreach (Match match in Ours().Matches(text))
                {
                    open.Push(match.Groups[1].Value);
                }
            }
        }

        Assert.Superset(new HashSet<string> { "/", "/page.css", "/figures.css", "/page.js", "/words.js", "/favicon.svg" }, asked);
        Assert.InRange(bytes, 10_000, 100_000);
    }

    [Fact]
    public async Task File_ThatTheBrowserHas_IsNotSentAgain()
    {
        using HttpResponseMessage first = await _served.Http.GetAsync("/page.js", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page.js") { Headers = { { "If-None-Match", first.Headers.ETag!.ToString() } } };

        using HttpResponseMessage second = await _served.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, second.StatusCode));
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task File_ForABrowserThatUnpacks_IsPacked()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page.css") { Headers = { { "Accept-Encoding", "gzip, br" } } };

        using HttpResponseMessage response = await _served.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        using var unpacked = new StreamReader(new System.IO.Compression.GZipStream(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), System.IO.Compression.CompressionMode.Decompress));
        Assert.Contains(".drop", await unpacked.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/page.js")]
    [InlineData("/docs")]
    [InlineData("/api/models")]
    [InlineData("/model/tiny")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/not-there")]
    public async Task Headers_OfEveryResponse_AreStrict(string path)
    {
        using HttpResponseMessage response = await _served.Http.GetAsync(path, TestContext.Current.CancellationToken);

        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Samples_AreThereAndAreAnswered()
    {
        foreach (string path in PageFiles.SamplesFor(1).Concat(PageFiles.SamplesFor(3)))
        {
            byte[] picture = await _served.Http.GetByteArrayAsync(path, TestContext.Current.CancellationToken);
            Assert.Single((await _served.AnswerAsync(Served.Body(picture)))["predictions"]!.AsArray());
        }

        Assert.Equal((6, 6), (PageFiles.SamplesFor(1).Count, PageFiles.SamplesFor(3).Count));
    }

    [Fact]
    public async Task Models_SayWhatTheServiceOffers()
    {
        JsonNode models = JsonNode.Parse(await _served.Http.GetStringAsync("/api/models", TestContext.Current.CancellationToken))!;

        JsonNode model = Assert.Single(models["models"]!.AsArray())!;
        Assert.Equal(("tiny", 0.6, 3, true, 6), ((string)model["name"]!, (double)model["threshold"]!, (int)model["channels"]!, (bool)model["heatMap"]!, model["samples"]!.AsArray().Count));
        Assert.Equal((20, 50_000_000, false), ((int)models["maxFiles"]!, (int)models["maxBytes"]!, (bool)models["feedback"]!));
    }

    [Fact]
    public async Task OpenApi_DescribesTheApi()
    {
        JsonNode document = JsonNode.Parse(await _served.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!;

        Assert.Equal(["/api/model/{name}", "/api/models", "/api/predict"], document["paths"]!.AsObject().Select(path => path.Key).Order(StringComparer.Ordinal));
        JsonNode predict = document["paths"]!["/api/predict"]!["post"]!;
        Assert.Equal(["application/octet-stream", "multipart/form-data"], predict["requestBody"]!["content"]!.AsObject().Select(type => type.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["explain", "model"], predict["parameters"]!.AsArray().Select(p => (string)p!["name"]!).Order(StringComparer.Ordinal));
        Assert.Equal(["200", "400", "413", "415", "422", "429", "503"], predict["responses"]!.AsObject().Select(r => r.Key));
        Assert.Empty(document["servers"]?.AsArray() ?? []);
    }

    [GeneratedRegex("https?://")]
    private static partial Regex Outside();

    /// <summary>Sources, links and imports.</summary>
    [GeneratedRegex("(?:src=|href=|from )[\"'](/[^\"']*)[\"']")]
    private static partial Regex Ours();
}
