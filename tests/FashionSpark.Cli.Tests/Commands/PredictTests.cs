using System.Text.Json;

namespace FashionSpark.Cli.Tests.Commands;

public sealed class PredictTests
{
    [Fact]
    public async Task A_line_an_image()
    {
        using var runner = new CliRunner();
        runner.Backend.Predict = file => Samples.Prediction(file) with { Sure = file != "blurred.jpg" };

        CliOutcome outcome = await runner.RunAsync("predict", "a.png", "blurred.jpg", "--model", "m.onnx");

        Assert.Equal(
            new CliOutcome(
                0,
                "a.png        coat 81.3 %  (pullover 12.5 %, shirt 6.2 %)\n" +
                "blurred.jpg  not sure, perhaps coat 81.3 %  (pullover 12.5 %, shirt 6.2 %)\n",
                ""),
            outcome);
    }

    [Fact]
    public async Task A_file_that_is_no_image_does_not_take_the_other_answers_away()
    {
        using var runner = new CliRunner();
        runner.Backend.Predict = file => file == "a.txt" ? throw new ImageFormatException("unknown-format", "'a.txt' is no image.") : Samples.Prediction(file);

        CliOutcome outcome = await runner.RunAsync("predict", "a.txt", "b.png", "--model", "m.onnx");

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("b.png  coat", outcome.Out, StringComparison.Ordinal);
        Assert.Equal("error: 'a.txt' is no image.\n", outcome.Error);
    }

    [Fact]
    public async Task Json_has_answers_and_failures_in_one_document()
    {
        using var runner = new CliRunner();
        runner.Backend.Predict = file => file == "a.txt" ? throw new ImageFormatException("unknown-format", "'a.txt' is no image.") : Samples.Prediction(file);

        CliOutcome outcome = await runner.RunAsync("predict", "a.txt", "b.png", "--model", "m.onnx", "--json");

        JsonElement document = JsonDocument.Parse(outcome.Out).RootElement;
        JsonElement prediction = Assert.Single(document.GetProperty("predictions").EnumerateArray());
        Assert.Equal(0.125, prediction.GetProperty("probabilities").GetProperty("pullover").GetDouble());
        Assert.Equal("a.txt", document.GetProperty("failures")[0].GetProperty("source").GetString());
        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Error);
    }
}
