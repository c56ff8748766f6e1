using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using FashionSpark.Datasets;
using FashionSpark.Models;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FashionSpark.Web.Tests.Support;

/// <summary>A service on a free port of loopback, with a tiny model whose answer is the share of white.</summary>
internal sealed class Served : IAsyncDisposable
{
    public const int Side = 16;

    private readonly TemporaryFolder _folder;

    private Served(TemporaryFolder folder, WebService service, ConcurrentQueue<string> log)
    {
        _folder = folder;
        Service = service;
        Log = log;
        Http = new HttpClient { BaseAddress = new Uri(service.Urls[0]) };
    }

    public WebService Service { get; }

    public HttpClient Http { get; }

    /// <summary>Lines of its log.</summary>
    public ConcurrentQueue<string> Log { get; }

    public string Model => _folder["tiny.onnx"];

    /// <param name="change">Options that differ.</param>
    /// <param name="write">Writes the model; null = the tiny one, with a threshold of 0.6 and a heat map.</param>
    public static async Task<Served> StartAsync(Func<ServeOptions, ServeOptions>? change = null, Action<string>? write = null, TimeProvider? time = null, FeedbackKinds? feedback = null)
    {
        var folder = new TemporaryFolder();
        (write ?? WriteTiny)(folder["tiny.onnx"]);
        var log = new ConcurrentQueue<string>();
        var options = new ServeOptions { Models = [folder["tiny.onnx"]], Urls = ["http://127.0.0.1:0"], PerMinute = 0 };
        WebService service = await WebService.StartAsync(change?.Invoke(options) ?? options, log.Enqueue, time ?? TimeProvider.System, TestContext.Current.CancellationToken, feedback);
        return new Served(folder, service, log);
    }

    public static void WriteTiny(string path) => TinyModel.Write(path, Side, [], card => card with { Threshold = 0.6 }, ModelMetadata.ActivationsName);

    /// <summary>A part of the service.</summary>
    public T Get<T>()
        where T : notnull => Service.Services.GetRequiredService<T>();

    /// <summary>A form with a field <c>file</c> for each.</summary>
    public static MultipartFormDataContent Form(params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach ((string name, byte[] content) in files)
        {
            form.Add(new ByteArrayContent(content), "file", name);
        }

        return form;
    }

    public static ByteArrayContent Body(byte[] content) => new(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    public Task<HttpResponseMessage> PredictAsync(HttpContent content, string query = "") =>
        Http.PostAsync($"/api/predict{query}", content, TestContext.Current.CancellationToken);

    public async Task<JsonNode> AnswerAsync(HttpContent content, string query = "")
    {
        using HttpResponseMessage response = await PredictAsync(content, query);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>The problem that a request is answered with.</summary>
    public async Task<(int Status, string Reason, JsonNode Body)> ProblemAsync(HttpContent content, string query = "")
    {
        using HttpResponseMessage response = await PredictAsync(content, query);
        return await ProblemAsync(response);
    }

    public static async Task<(int Status, string Reason, JsonNode Body)> ProblemAsync(HttpResponseMessage response)
    {
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        JsonNode problem = JsonNode.Parse(body)!;
        Assert.Equal((int)response.StatusCode, (int)problem["status"]!);
        return ((int)response.StatusCode, (string)problem["reason"]!, problem);
    }

    /// <summary>A sample of the Prometheus metrics; 0 where it is not there yet.</summary>
    public async Task<double> MetricAsync(string sample)
    {
        string text = await Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        string? line = text.Split('\n').FirstOrDefault(line => line.StartsWith(sample + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(sample.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Service.DisposeAsync();
        _folder.Dispose();
    }
}
