using System.Text.Json;

namespace FashionSpark.Cli.Tests.Commands;

public sealed class ServeTests
{
    [Fact]
    public async Task Says_where_it_listens_and_ends_well()
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("serve", "--model", "a.onnx");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("Models   cnn-quick, photos\nPage     http://127.0.0.1:8080\nCtrl-C ends it; requests in progress are answered.\n", outcome.Out);
        Assert.Equal("2026-11-25T12:00:00Z info: a line of the log\n", outcome.Error);
        Assert.Equal(["a.onnx"], runner.Backend.Served!.Models);
        Assert.Equal(["http://127.0.0.1:8080"], runner.Backend.Served.Urls);
        Assert.Null(runner.Backend.Served.Feedback);
    }

    [Fact]
    public async Task Json_is_one_document_and_quiet_has_no_log()
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("serve", "--model", "a.onnx", "--json", "--quiet");

        JsonElement result = JsonDocument.Parse(outcome.Out).RootElement;
        Assert.Equal("http://127.0.0.1:8080", result.GetProperty("urls")[0].GetString());
        Assert.Equal("transfer@89abcdef", result.GetProperty("models").GetProperty("photos").GetString());
        Assert.Equal("", outcome.Error);
    }

    [Fact]
    public async Task Every_option_arrives()
    {
        using var runner = new CliRunner();

        await runner.RunAsync(
            "serve", "--model", "a.onnx", "--model", "photos=b.onnx", "--urls", "http://0.0.0.0:80", "--urls", "http://127.0.0.1:81", "--warehouse", "w", "--feedback", "f", "--max-megapixels", "1",
            "--max-megabytes", "2", "--max-files", "3", "--max-waiting", "4", "--per-minute", "0", "--proxy", "10.0.0.1", "--traces", "http://127.0.0.1:4317");

        var served = runner.Backend.Served!;
        Assert.Equal(["a.onnx", "photos=b.onnx"], served.Models);
        Assert.Equal(["http://0.0.0.0:80", "http://127.0.0.1:81"], served.Urls);
        Assert.Equal(["w"], served.Warehouses);
        Assert.Equal(["10.0.0.1"], served.Proxies);
        Assert.Equal(("f", 1, 2, 3, 4, 0, "http://127.0.0.1:4317"), (served.Feedback, served.MaxMegapixels, served.MaxMegabytes, served.MaxFiles, served.MaxWaiting, served.PerMinute, served.Traces));
    }

    [Fact]
    public async Task No_model_is_wrong_usage()
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("serve");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--model", outcome.Error, StringComparison.Ordinal);
    }
}
