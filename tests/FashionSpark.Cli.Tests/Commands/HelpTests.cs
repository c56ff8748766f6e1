namespace FashionSpark.Cli.Tests.Commands;

public sealed class HelpTests
{
    [Theory]
    [InlineData("fashionspark")]
    [InlineData("quickstart")]
    [InlineData("run")]
    [InlineData("prepare")]
    [InlineData("train")]
    [InlineData("score")]
    [InlineData("evaluate")]
    [InlineData("report")]
    [InlineData("promote")]
    [InlineData("predict")]
    [InlineData("serve")]
    [InlineData("table")]
    [InlineData("table show")]
    [InlineData("table history")]
    [InlineData("table check")]
    [InlineData("doctor")]
    public async Task Help_says_what_there_is(string command)
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync(command == "fashionspark" ? ["--help"] : [.. command.Split(' '), "--help"]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("", outcome.Error);
        Golden.Check($"help-{command.Replace(' ', '-')}", outcome.Out);
    }
}
