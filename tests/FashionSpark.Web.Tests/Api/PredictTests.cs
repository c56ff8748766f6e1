using System.Net;
using System.Text.Json.Nodes;
using FashionSpark.Testing.Data;
using FashionSpark.Web.Tests.Support;

namespace FashionSpark.Web.Tests.Api;

public sealed class PredictTests : IAsyncLifetime
{
    private Served _served = null!;

    public async ValueTask InitializeAsync() => _served = await Served.StartAsync();

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Form_OneFile_IsAnswered()
    {
        JsonNode answer = await _served.AnswerAsync(Served.Form(("shirt.png", White(0.75))));

        JsonNode prediction = Assert.Single(answer["predictions"]!.AsArray())!;
        Assert.Equal("tiny", (string?)answer["model"]);
        Assert.StartsWith("tiny@", (string?)answer["version"], StringComparison.Ordinal);
        Assert.Equal("shirt.png", (string?)prediction["file"]);
        Assert.Equal("class0", (string?)prediction["class"]);
        Assert.Equal(192 / 255.0, (double)prediction["confidence"]!, 1e-6);
        Assert.True((bool)prediction["sure"]!);
        Assert.Equal(["class0", "class1"], prediction["probabilities"]!.AsArray().Select(p => (string)p!["class"]!));
        Assert.Null(prediction["seen"]);
        Assert.Empty(answer["problems"]!.AsArray());
    }

    [Fact]
    public async Task Body_Raw_IsAnsweredWhateverItsTypeSays()
    {
        using ByteArrayContent body = Served.Body(White(0.25));
        body.Headers.ContentType = new("text/html");

        JsonNode answer = await _served.AnswerAsync(body);

        Assert.Equal("class1", (string?)answer["predictions"]![0]!["class"]);
    }

    [Fact]
    public async Task Confidence_BelowTheThreshold_IsNotSure()
    {
        JsonNode answer = await _served.AnswerAsync(Served.Body(White(0.55)));

        Assert.False((bool)answer["predictions"]![0]!["sure"]!);
    }

    [Fact]
    public async Task Explain_GivesWhatTheModelSawAndWhereItLooked()
    {
        JsonNode prediction = (await _served.AnswerAsync(Served.Body(TestPictures.Png(5)), "?explain=true"))["predictions"]![0]!;

        foreach (string picture in (string[])["seen", "heat"])
        {
            byte[] png = Convert.FromBase64String((string)prediction[picture]!);
            Assert.Equal((byte[])[0x89, 0x50, 0x4e, 0x47], png[..4]);
        }

        JsonNode map = prediction["heatMap"]!;
        Assert.Equal((Served.Side, Served.Side), ((int)map["width"]!, (int)map["height"]!));
        Assert.InRange(map["values"]!.AsArray().Max(value => (float)value!), 0.99f, 1);
    }

    [Fact]
    public async Task Files_SomeThatCannotBeUsed_TheOthersAreAnswered()
    {
        JsonNode answer = await _served.AnswerAsync(Served.Form(("a.png", White(1)), ("b.txt", "not a picture"u8.ToArray()), ("c.png", White(0))));

        Assert.Equal([(0, "a.png", "class0"), (2, "c.png", "class1")], answer["predictions"]!.AsArray().Select(p => ((int)p!["index"]!, (string)p["file"]!, (string)p["class"]!)));
        JsonNode problem = Assert.Single(answer["problems"]!.AsArray())!;
        Assert.Equal((1, "b.txt", "unknown-format"), ((int)problem["index"]!, (string)problem["file"]!, (string)problem["reason"]!));
    }

    [Fact]
    public async Task Files_NoneThatCanBeUsed_IsAProblemThatNamesThemAll()
    {
        (int status, string reason, JsonNode body) = await _served.ProblemAsync(Served.Form(("a.png", []), ("b.txt", "text"u8.ToArray())));

        Assert.Equal((400, "empty"), (status, reason));
        Assert.Equal(["empty", "unknown-format"], body["problems"]!.AsArray().Select(p => (string)p!["reason"]!));
    }

    [Theory]
    [InlineData("../../etc/passwd.png", "passwd.png")]
    [InlineData("C:\\photos\\me.jpg", "me.jpg")]
    [InlineData("/", "picture")]
    public async Task FileName_IsOnlyShownBack(string sent, string shown)
    {
        JsonNode answer = await _served.AnswerAsync(Served.Form((sent, White(1))));

        Assert.Equal(shown, (string?)answer["predictions"]![0]!["file"]);
    }

    [Fact]
    public async Task Model_NotThere_IsNotFoundAndSaysWhichAre()
    {
        (int status, string reason, JsonNode body) = await _served.ProblemAsync(Served.Body(White(1)), "?model=other");

        Assert.Equal((404, "no-model"), (status, reason));
        Assert.Equal("There is no model 'other' here. There are: tiny.", (string?)body["detail"]);
    }

    [Fact]
    public async Task Metrics_CountWhatHappened()
    {
        await _served.AnswerAsync(Served.Body(White(1)));
        await _served.AnswerAsync(Served.Body(White(0.55)));
        await _served.ProblemAsync(Served.Body("text"u8.ToArray()));

        Assert.Equal(1, await _served.MetricAsync("fashionspark_predictions_total{model=\"tiny\",class=\"class0\",sure=\"true\"}"));
        Assert.Equal(1, await _served.MetricAsync("fashionspark_predictions_total{model=\"tiny\",class=\"class0\",sure=\"false\"}"));
        Assert.Equal(1, await _served.MetricAsync("fashionspark_rejections_total{reason=\"unknown-format\"}"));
        Assert.Equal(2, await _served.MetricAsync("fashionspark_requests_total{endpoint=\"/api/predict\",status=\"200\"}"));
        Assert.Equal(1, await _served.MetricAsync("fashionspark_requests_total{endpoint=\"/api/predict\",status=\"415\"}"));
        Assert.Equal(1, await _served.MetricAsync("fashionspark_confidence_bucket{model=\"tiny\",le=\"0.6\"}"));
        Assert.Equal(3, await _served.MetricAsync("fashionspark_request_seconds_count{endpoint=\"/api/predict\"}"));
        Assert.Equal(0, await _served.MetricAsync("fashionspark_pictures_waiting"));
    }

    [Fact]
    public async Task Health_IsAliveAndReady()
    {
        Assert.Equal("alive", await _served.Http.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
        Assert.Equal("ready", await _served.Http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Address_ThatIsNotThere_IsAProblem()
    {
        using HttpResponseMessage response = await _served.Http.GetAsync("/..%2f..%2fetc/passwd", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("not-found", (await Served.ProblemAsync(response)).Reason);
    }

    /// <summary>A picture of one grey: the tiny model's answer is that share of white.</summary>
    private static byte[] White(double share) => Pictures.Grey((byte)Math.Ceiling(share * 255));
}
