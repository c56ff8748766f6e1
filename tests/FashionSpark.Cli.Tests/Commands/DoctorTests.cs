using System.Text.Json;
using FashionSpark.Cli.Doctor;

namespace FashionSpark.Cli.Tests.Commands;

public sealed class DoctorTests
{
    private static readonly Check[] Mixed =
    [
        Check.Ok(".NET", "10.0.1 on linux-x64"),
        Check.Note("Fashion-MNIST", "neither in /a nor in /b", "It is fetched on first use."),
        Check.Failed("Delta Lake", "the server has none:\n  [DATA_SOURCE_NOT_FOUND] delta", "Start the server with --packages io.delta:..."),
    ];

    [Fact]
    public async Task All_is_well()
    {
        using var runner = new CliRunner();
        runner.Backend.Checks = [Check.Ok("libtorch", "2.7.1"), Check.Ok("disk here", "12.0 GB free at /work")];

        CliOutcome outcome = await runner.RunAsync("doctor");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Golden.Check("doctor-well", outcome.Out);
    }

    [Fact]
    public async Task What_is_wrong_comes_with_its_cure_and_exit_code_1()
    {
        using var runner = new CliRunner();
        runner.Backend.Checks = Mixed;

        CliOutcome outcome = await runner.RunAsync("doctor", "--engine", "sc://host:15002/;token=secret");

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Error));
        Golden.Check("doctor-ill", outcome.Out);
    }

    [Fact]
    public async Task Json()
    {
        using var runner = new CliRunner();
        runner.Backend.Checks = Mixed;

        CliOutcome outcome = await runner.RunAsync("doctor", "--json", "--engine", "sc://host:15002/;token=secret", "--door", "direct");

        Assert.Equal(1, outcome.ExitCode);
        Assert.DoesNotContain("secret", outcome.Out, StringComparison.Ordinal);
        JsonElement result = JsonDocument.Parse(outcome.Out).RootElement;
        Assert.False(result.GetProperty("ready").GetBoolean());
        Assert.Equal("spark (sc://host:15002)", result.GetProperty("engine").GetString());
        Assert.Equal(["ok", "note", "failed"], result.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("state").GetString()));
        Assert.Equal("direct", runner.Backend.Job!.Cluster!.Door);
    }
}
