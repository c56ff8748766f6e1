using System.Net;
using System.Text.Json.Nodes;
using FashionSpark.Web.Inference;
using FashionSpark.Web.Models;
using FashionSpark.Web.Tests.Support;

namespace FashionSpark.Web.Tests.Api;

/// <summary>More pictures than the models can answer, stops and new models in the middle of them.</summary>
public sealed class LoadTests
{
    private static readonly byte[] Picture = Pictures.Grey(100);

    [Fact]
    public async Task Queue_Full_IsRefusedWithRetryAfterAndTheOthersAreAnswered()
    {
        HeldModel model = null!;
        await using Served served = await Served.StartAsync(options => options with { MaxWaiting = 3 }, path => model = HeldModel.Write(path));
        Task<JsonNode> two = served.AnswerAsync(Served.Form(("a.png", Picture), ("b.png", Picture)));
        await model.AskedAsync();

        using HttpResponseMessage refused = await served.PredictAsync(Served.Form(("c.png", Picture), ("d.png", Picture)));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        (_, string reason, JsonNode body) = await Served.ProblemAsync(refused);
        Assert.Equal(("busy", "2 pictures wait already, and there is room for 3. Try again in a second."), (reason, (string?)body["detail"]));

        model.Let(10);
        Assert.Equal(2, (await two)["predictions"]!.AsArray().Count);
        Assert.Single((await served.AnswerAsync(Served.Body(Picture)))["predictions"]!.AsArray());
        Assert.Equal(1, await served.MetricAsync("fashionspark_rejections_total{reason=\"busy\"}"));
        Assert.Equal(0, served.Get<PictureQueue>().Waiting);
    }

    [Fact]
    public async Task Visitor_WhoHangsUpInTheQueue_CostsNoAnswer()
    {
        HeldModel model = null!;
        await using Served served = await Served.StartAsync(null, path => model = HeldModel.Write(path));
        int workers = Environment.ProcessorCount;
        Task<JsonNode>[] first = [.. Enumerable.Range(0, workers).Select(_ => served.AnswerAsync(Served.Body(Picture)))];
        for (int i = 0; i < workers; i++)
        {
            await model.AskedAsync();
        }

        using var patience = new CancellationTokenSource();
        Task<HttpResponseMessage> impatient = served.Http.PostAsync("/api/predict", Served.Body(Picture), patience.Token);
        await Until(() => served.Get<PictureQueue>().Waiting == workers + 1);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        await served.Http.GetStringAsync("/health/live", TestContext.Current.CancellationToken);

        // Let go of exactly those that were asked: whoever hung up must not take a turn.
        model.Let(workers);
        await Task.WhenAll(first);
        await Until(() => served.Get<PictureQueue>().Waiting == 0);
        Assert.Equal(workers, await served.MetricAsync("fashionspark_predictions_total{model=\"held\",class=\"class0\",sure=\"true\"}"));
    }

    [Fact]
    public async Task Pictures_OfManyMegapixels_HoldUpNoOther()
    {
        HeldModel model = null!;
        await using Served served = await Served.StartAsync(null, path => model = HeldModel.Write(path));
        byte[] large = Pictures.Grey(100, 4500, 4000);
        (string, byte[])[] album = [.. Enumerable.Range(0, Environment.ProcessorCount + 1).Select(i => ($"{i}.png", large))];
        Task<JsonNode> all = served.AnswerAsync(Served.Form(album));
        await model.AskedAsync();

        Task<JsonNode> small = served.AnswerAsync(Served.Body(Picture));
        await model.AskedAsync();
        model.Let(album.Length + 1);

        Assert.Single((await small)["predictions"]!.AsArray());
        Assert.Equal(album.Length, (await all)["predictions"]!.AsArray().Count);
    }

    [Fact]
    public async Task Stop_WithARequestInProgress_AnswersItFirst()
    {
        HeldModel model = null!;
        await using Served served = await Served.StartAsync(null, path => model = HeldModel.Write(path));
        Task<JsonNode> asked = served.AnswerAsync(Served.Body(Picture));
        await model.AskedAsync();
        using var stop = new CancellationTokenSource();
        Task running = served.Service.RunAsync(stop.Token);

        await stop.CancelAsync();
        Assert.False(running.IsCompleted);
        model.Let(1);

        Assert.Single((await asked)["predictions"]!.AsArray());
        await running;
        await Assert.ThrowsAsync<HttpRequestException>(() => served.Http.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task File_Replaced_RequestsInProgressKeepTheOldModelAndNewOnesGetTheNew()
    {
        HeldModel old = null!;
        await using Served served = await Served.StartAsync(null, path => old = HeldModel.Write(path));
        Task<JsonNode> before = served.AnswerAsync(Served.Body(Picture));
        await old.AskedAsync();

        Served.WriteTiny(served.Model);
        served.Get<ModelWatcher>().Look();
        JsonNode after = await served.AnswerAsync(Served.Body(Picture));

        Assert.StartsWith("tiny@", (string?)after["version"], StringComparison.Ordinal);
        Assert.Equal("held", (string?)after["model"]);
        Assert.False(old.IsDisposed);
        old.Let(1);
        Assert.StartsWith("held@", (string?)(await before)["version"], StringComparison.Ordinal);
        await Until(() => old.IsDisposed);
        Assert.Contains(served.Log, line => line.Contains("info: Model held: tiny@", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not a model", "is not an ONNX model")]
    [InlineData(null, "cannot be read")]
    public async Task File_Broken_IsRefusedOnceAndTheOldModelStays(string? content, string message)
    {
        await using Served served = await Served.StartAsync();
        string version = (string)(await served.AnswerAsync(Served.Body(Picture)))["version"]!;
        if (content is null)
        {
            File.Delete(served.Model);
        }
        else
        {
            File.WriteAllText(served.Model, content);
        }

        served.Get<ModelWatcher>().Look();
        served.Get<ModelWatcher>().Look();

        Assert.Equal(version, (string?)(await served.AnswerAsync(Served.Body(Picture)))["version"]);
        string line = Assert.Single(served.Log, line => line.Contains("warning", StringComparison.Ordinal));
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.Equal(1, await served.MetricAsync("fashionspark_model_loads_total{model=\"tiny\",result=\"refused\"}"));

        // The same content again is no news.
        Served.WriteTiny(served.Model);
        served.Get<ModelWatcher>().Look();
        Assert.Equal(version, (string?)(await served.AnswerAsync(Served.Body(Picture)))["version"]);
    }

    [Fact]
    public async Task Address_ThatAsksTooOften_IsToldWhen()
    {
        await using Served served = await Served.StartAsync(options => options with { PerMinute = 2 });
        await served.AnswerAsync(Served.Body(Picture));
        await served.AnswerAsync(Served.Body(Picture));

        using HttpResponseMessage refused = await served.PredictAsync(Served.Body(Picture));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("too-many-requests", (await Served.ProblemAsync(refused)).Reason);
        Assert.Equal("alive", await served.Http.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Address_BehindAKnownProxy_IsTheVisitors()
    {
        await using Served served = await Served.StartAsync(options => options with { PerMinute = 1, Proxies = ["127.0.0.1"] });

        foreach (string visitor in (string[])["192.0.2.1", "192.0.2.2"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/predict") { Content = Served.Body(Picture), Headers = { { "X-Forwarded-For", visitor } } };
            using HttpResponseMessage response = await served.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Address_ThatOnlyClaimsAnother_IsItself()
    {
        await using Served served = await Served.StartAsync(options => options with { PerMinute = 1 });
        await served.AnswerAsync(Served.Body(Picture));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/predict") { Content = Served.Body(Picture), Headers = { { "X-Forwarded-For", "192.0.2.1" } } };
        using HttpResponseMessage response = await served.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
    }

    /// <summary>Lets other work run until something is so; the test's own deadline ends it otherwise.</summary>
    private static async Task Until(Func<bool> so)
    {
        while (!so())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
