using System.Text.Json;

namespace FashionSpark.Cli.Tests.Output;

/// <summary>Every cause becomes one message and its exit code.</summary>
public sealed class ErrorTests
{
    public static TheoryData<Exception, int, string> Causes { get; } = new()
    {
        { new InvalidInputException("Engine 'spork' is not known; known are local."), 2, "error: Engine 'spork' is not known; known are local.\n" },
        { new OutputExistsException("'o' is already there."), 2, "error: 'o' is already there.\n" },
        { new TrainingException("The loss is NaN."), 1, "error: The loss is NaN.\n" },
        { new PartitionFailedException("Partition 3 failed.", new DatasetException("'x' is truncated.")), 2, "error: 'x' is truncated.\n" },
        { new PartitionFailedException("Partition 3 failed: no.", new InvalidOperationException("no")), 1, "error: Partition 3 failed: no.\n" },
        { new AggregateException(new DatasetException("'x' is empty.")), 2, "error: 'x' is empty.\n" },
        { new FileNotFoundException("Could not find file '/x'."), 2, "error: Could not find file '/x'. Is the path right?\n" },
        {
            new UnauthorizedAccessException("Access to the path '/x' is denied."), 1,
            "error: Access to the path '/x' is denied. Choose a folder that you may write to, or ask its owner.\n"
        },
        {
            new IOException("No space left on device : '/x'", 28), 1,
            "error: No space left on device : '/x'. Make room and run the same command again; what is finished is kept.\n"
        },
        { new IOException("The file is busy."), 1, "error: The file is busy.\n" },
        {
            new InvalidOperationException("first line\nsecond"), 1,
            "error: Unexpected InvalidOperationException: first line\nThis should not happen. The same command with --verbose shows where it did.\n"
        },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task One_message_no_stack_trace(Exception cause, int exitCode, string message)
    {
        using var runner = new CliRunner();
        runner.Backend.Run = (_, _, _) => throw cause;

        CliOutcome outcome = await runner.RunAsync("quickstart");

        Assert.Equal(new CliOutcome(exitCode, "", message), outcome);
    }

    [Fact]
    public async Task Verbose_shows_where()
    {
        using var runner = new CliRunner();
        runner.Backend.Run = (_, _, _) => throw new TrainingException("The loss is NaN.");

        CliOutcome outcome = await runner.RunAsync("quickstart", "--verbose");

        Assert.StartsWith("error: The loss is NaN.\nFashionSpark.TrainingException: The loss is NaN.\n   at ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_the_error_is_the_document()
    {
        using var runner = new CliRunner();
        runner.Backend.Run = (_, _, _) => throw new OutputExistsException("'o' is already there.");

        CliOutcome outcome = await runner.RunAsync("quickstart", "--json");

        Assert.Equal(2, outcome.ExitCode);
        JsonElement error = JsonDocument.Parse(outcome.Out).RootElement.GetProperty("error");
        Assert.Equal("OutputExists", error.GetProperty("kind").GetString());
        Assert.Equal("'o' is already there.", error.GetProperty("message").GetString());
        Assert.Equal("", outcome.Error);
    }
}
