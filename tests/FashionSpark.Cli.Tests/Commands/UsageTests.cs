using System.Text.Json;

namespace FashionSpark.Cli.Tests.Commands;

/// <summary>Command lines that are wrong: exit code 2, one message, nothing on stdout, nothing runs.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("error: There is no option '--epoch'. Did you mean '--epochs'?\nSee fashionspark train --help\n", "train", "--epoch", "3")]
    [InlineData("error: There is no option '--epoch'. Did you mean '--epochs'?\nSee fashionspark train --help\n", "train", "--epoch=3")]
    [InlineData("error: There is no option '--qiet'. Did you mean '--quiet'?\nSee fashionspark quickstart --help\n", "quickstart", "--qiet")]
    [InlineData("error: There is no option '--frobnicate'.\nSee fashionspark quickstart --help\n", "quickstart", "--frobnicate")]
    [InlineData("error: There is no command 'trian'. Did you mean 'train'?\nSee fashionspark --help\n", "trian")]
    [InlineData("error: There is no argument 'extra'.\nSee fashionspark quickstart --help\n", "quickstart", "extra")]
    [InlineData("error: Option '--out' is required.\nSee fashionspark prepare --help\n", "prepare", "--source", "s")]
    [InlineData("error: --epochs wants a whole number of at least 1, not '0'.\nSee fashionspark quickstart --help\n", "quickstart", "--epochs", "0")]
    [InlineData("error: --epochs wants a whole number of at least 1, not '2.5'.\nSee fashionspark quickstart --help\n", "quickstart", "--epochs", "2.5")]
    [InlineData("error: --partitions wants a whole number of at least 1, not 'many'.\nSee fashionspark quickstart --help\n", "quickstart", "--partitions", "many")]
    [InlineData("error: --size wants a whole number from 8 to 4096, not '5000'.\nSee fashionspark prepare --help\n", "prepare", "--source", "s", "--out", "o", "--size", "5000")]
    [InlineData("error: --test-share wants a number from 0 to 1, not 'NaN'.\nSee fashionspark prepare --help\n", "prepare", "--source", "s", "--out", "o", "--test-share", "NaN")]
    [InlineData("error: --backbone-mean wants one number or three with commas between, not '1,2'.\nSee fashionspark train --help\n", "train", "--data", "d", "--out", "m", "--backbone-mean", "1,2")]
    [InlineData("error: --profile wants quick or full, not 'huge'.\nSee fashionspark quickstart --help\n", "quickstart", "--profile", "huge")]
    [InlineData("error: --splits wants test or validation or train, not 'tset'.\nSee fashionspark score --help\n", "score", "--data", "d", "--model", "m", "--splits", "tset")]
    [InlineData("error: --out wants a value, not ''.\nSee fashionspark quickstart --help\n", "quickstart", "--out", "")]
    public async Task Wrong_usage(string message, params string[] arguments)
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync(arguments);

        Assert.Equal(new CliOutcome(2, "", message), outcome);
        Assert.Null(runner.Backend.Job);
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("predict", "a.png")]
    [InlineData("predict", "--model", "m.onnx")]
    [InlineData("run")]
    [InlineData("train", "--data", "d")]
    [InlineData("score", "--data", "d")]
    [InlineData("quickstart", "--out")]
    public async Task Something_missing(params string[] arguments)
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync(arguments);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Out);
        Assert.StartsWith("error: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_the_error_is_a_document_on_stdout()
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("train", "--json", "--epoch", "3");

        JsonElement error = JsonDocument.Parse(outcome.Out).RootElement.GetProperty("error");
        Assert.Equal("Usage", error.GetProperty("kind").GetString());
        Assert.Equal(2, error.GetProperty("exitCode").GetInt32());
        Assert.Contains("--epochs", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Error);
    }

    [Fact]
    public async Task Without_a_command_help_is_shown_and_the_usage_was_wrong()
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("quickstart", outcome.Out, StringComparison.Ordinal);
    }
}
