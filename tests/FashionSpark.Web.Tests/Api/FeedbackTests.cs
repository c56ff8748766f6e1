using System.Net;
using System.Text.Json.Nodes;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Web.Feedback;
using FashionSpark.Web.Tests.Support;

namespace FashionSpark.Web.Tests.Api;

public sealed class FeedbackTests : IDisposable
{
    private static readonly byte[] Picture = Pictures.Grey(255);

    private readonly TemporaryFolder _folder = new();
    private readonly LocalEngine _engine = TestEngine.Create();

    private string Table => _folder["feedback"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Off_NobodyTakesCorrectionsAndNothingIsKept()
    {
        string[] before = Directory.GetFileSystemEntries(_folder.Path);
        await using Served served = await Served.StartAsync();

        using HttpResponseMessage response = await SendAsync(served, Picture, "class1");
        await served.AnswerAsync(Served.Body(Picture));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
        Assert.False((bool)JsonNode.Parse(await served.Http.GetStringAsync("/api/models", TestContext.Current.CancellationToken))!["feedback"]!);
    }

    [Fact]
    public async Task Correction_IsARowWithThePictureAsItWasSent()
    {
        await using Served served = await Served.StartAsync(Keep);

        using HttpResponseMessage response = await SendAsync(served, Picture, "class1");
        await served.Get<FeedbackStore>().FlushAsync();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        RecordBatch row = Assert.Single(await RowsAsync());
        Assert.Equal(1, row.Length);
        Assert.Equal(Picture, row.Column<BinaryArray>("content").GetBytes(0).ToArray());
        Assert.Equal(("class1", "class0", 1f), (row.Column<StringArray>("class").GetString(0), row.Column<StringArray>("predicted").GetString(0), row.Column<FloatArray>("confidence").GetValue(0)));
        Assert.Equal(served.Service.Models[0].Version, row.Column<StringArray>("model").GetString(0));
        Assert.Equal(ImageId.Compute(Picture), row.Column<StringArray>("image_id").GetString(0));
        Assert.Equal(1, await served.MetricAsync("fashionspark_feedback_total{class=\"class1\"}"));
    }

    [Fact]
    public async Task Stop_WritesWhatWaits_AndTheNextServiceAppends()
    {
        for (int start = 0; start < 2; start++)
        {
            await using Served served = await Served.StartAsync(Keep);
            (await SendAsync(served, Picture, "class1")).Dispose();
            (await SendAsync(served, Pictures.Grey(9), "class0")).Dispose();
        }

        List<RecordBatch> rows = await RowsAsync();
        Assert.Equal(4, rows.Sum(batch => batch.Length));
        Assert.Equal(4, rows.Texts("source").Distinct().Count());
    }

    [Fact]
    public async Task Correction_ThatCannotBeUsed_IsRefused()
    {
        await using Served served = await Served.StartAsync(Keep);

        Assert.Equal((400, "bad-label"), await ReasonAsync(SendAsync(served, Picture, "no-such-class")));
        Assert.Equal((415, "unknown-format"), await ReasonAsync(SendAsync(served, "text"u8.ToArray(), "class1")));
        Assert.Equal((403, "cross-site"), await ReasonAsync(SendAsync(served, Picture, "class1", ("Sec-Fetch-Site", "cross-site"))));
        Assert.Equal((400, "bad-label"), await ReasonAsync(served.Http.PostAsync("/api/feedback", Served.Form(("a.png", Picture)), TestContext.Current.CancellationToken)));
        await served.Get<FeedbackStore>().FlushAsync();
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Table_OfAnotherKind_GetsTheSameRowsAgainAfterAFailure_AndItsSecretIsInNoLine()
    {
        var kind = new FailingFeedback();
        await using Served served = await Served.StartAsync(options => options with { Feedback = "failing://hidden" }, feedback: new FeedbackKinds(kind));
        (await SendAsync(served, Picture, "class1")).Dispose();

        await served.Get<FeedbackStore>().FlushAsync();
        await served.Get<FeedbackStore>().FlushAsync();

        Assert.Equal([0, 1, 1], kind.Tries.Select(batch => batch.Length));
        Assert.Equal(kind.Tries[1].Column<StringArray>("source").GetString(0), kind.Tries[2].Column<StringArray>("source").GetString(0));
        Assert.Contains(served.Log, line => line.Contains("could not be written to failing://, and wait: The server is away.", StringComparison.Ordinal));
        Assert.DoesNotContain(served.Log, line => line.Contains("hidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Table_ThatCannotBeMade_StopsTheStart()
    {
        File.WriteAllText(Table, "a file");

        await Assert.ThrowsAnyAsync<Exception>(() => Served.StartAsync(Keep));
    }

    [Fact]
    public async Task Prepare_AddsCorrectionsToTheTrainingImages()
    {
        TestPictures.WriteFolder(_folder["photos"], classes: 2, perClass: 10);
        await using (Served served = await Served.StartAsync(Keep))
        {
            (await SendAsync(served, Picture, "class1")).Dispose();
        }

        var context = new PipelineContext { Engine = _engine, Warehouse = _folder["warehouse"], RunId = "run", Time = new FixedTime() };
        PrepareResult result = await PrepareStage.RunAsync(
            context, new PrepareOptions { Source = _folder["photos"], Feedback = Table, Out = _folder["data"], Size = 16, ValidationShare = 0 }, TestContext.Current.CancellationToken);

        Assert.Equal(21, result.Prepared);
        List<RecordBatch> rows = await _engine.ReadDelta(new DeltaRead(_folder["data"], null, ["source", "label", "split"])).CollectAsync();
        var added = Assert.Single(
            rows.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => (
                Source: batch.Column<StringArray>("source").GetString(row), Label: batch.Column<Int32Array>("label").GetValue(row), Split: batch.Column<StringArray>("split").GetString(row)))),
            row => row.Source.StartsWith("feedback/", StringComparison.Ordinal));
        Assert.Equal((1, Split.Train), (added.Label, added.Split));
    }

    private ServeOptions Keep(ServeOptions options) => options with { Feedback = Table };

    private static async Task<HttpResponseMessage> SendAsync(Served served, byte[] picture, string label, params (string Name, string Value)[] headers)
    {
        using MultipartFormDataContent form = Served.Form(("a.png", picture));
        form.Add(new StringContent(label), "label");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/feedback") { Content = form };
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await served.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<(int, string)> ReasonAsync(Task<HttpResponseMessage> sent)
    {
        using HttpResponseMessage response = await sent;
        (int status, string reason, _) = await Served.ProblemAsync(response);
        return (status, reason);
    }

    private Task<List<RecordBatch>> RowsAsync() => _engine.ReadDelta(new DeltaRead(Table)).CollectAsync();
}
