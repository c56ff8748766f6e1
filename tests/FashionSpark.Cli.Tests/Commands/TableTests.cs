using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Testing;

namespace FashionSpark.Cli.Tests.Commands;

/// <summary>On a table of every kind of value.</summary>
public sealed class TableTests
{
    private static readonly Schema Schema = new(
        [
            new Field("run_id", StringType.Default, nullable: false),
            new Field("pixels", BinaryType.Default, nullable: true),
            new Field("label", Int32Type.Default, nullable: false),
            new Field("n", Int64Type.Default, nullable: false),
            new Field("value", DoubleType.Default, nullable: true),
            new Field("probabilities", new ListType(new Field("element", FloatType.Default, nullable: false)), nullable: false),
            new Field("recorded_at", new TimestampType(TimeUnit.Microsecond, "UTC"), nullable: false),
        ],
        metadata: null);

    [Fact]
    public async Task Text_shows_columns_properties_and_rows()
    {
        using TemporaryFolder folder = await CreateAsync();
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("table", "show", folder["t"]);

        Assert.Equal(0, outcome.ExitCode);
        Golden.Check("table-show", System.Text.RegularExpressions.Regex.Replace(outcome.Out.Replace(folder["t"], "t", StringComparison.Ordinal), @"[\d,]+ bytes\b(?=\n|, part)", "N bytes"));
    }

    [Fact]
    public async Task Json_has_values_of_their_own_types_and_bytes_as_sizes()
    {
        using TemporaryFolder folder = await CreateAsync();
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("table", "show", folder["t"], "--rows", "1", "--json");

        JsonElement table = JsonDocument.Parse(outcome.Out).RootElement;
        Assert.Equal(2, table.GetProperty("rows").GetInt64());
        JsonElement row = Assert.Single(table.GetProperty("firstRows").EnumerateArray());
        Assert.Equal("784 bytes", row.GetProperty("pixels").GetString());
        Assert.Equal(0.25, row.GetProperty("value").GetDouble());
        Assert.Equal(0.5, row.GetProperty("probabilities")[1].GetDouble());
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), row.GetProperty("recorded_at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("error: '{0}/none' is not a Delta table: it has no _delta_log folder with a commit in it.\n", "{0}/none")]
    [InlineData("error: Table '{0}/t' has no version 7; its newest is 0.\n", "{0}/t", "--version", "7")]
    public async Task What_is_not_there_is_bad_input(string message, params string[] arguments)
    {
        using TemporaryFolder folder = await CreateAsync();
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync(["table", "show", .. arguments.Select(a => a.Replace("{0}", folder.Path, StringComparison.Ordinal))]);

        Assert.Equal(new CliOutcome(2, "", message.Replace("{0}", folder.Path, StringComparison.Ordinal)), outcome);
    }

    [Fact]
    public async Task History_has_a_line_a_commit()
    {
        using TemporaryFolder folder = await CreateAsync();
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("table", "history", folder["t"]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"^Version  Time \(UTC\)           Operation +Files  Rows  Engine\n0        2026-01-02 03:04:05  .+  \+1     \+2    .+\n$", outcome.Out);
    }

    [Fact]
    public async Task Check_finds_a_missing_file_and_fails()
    {
        using TemporaryFolder folder = await CreateAsync();
        using var runner = new CliRunner();
        Assert.Equal(new CliOutcome(0, "The table is whole.\n", ""), await runner.RunAsync("table", "check", folder["t"]));
        string file = Directory.EnumerateFiles(folder["t"], "*.parquet").Single();
        File.Delete(file);
        using var second = new CliRunner();

        CliOutcome outcome = await second.RunAsync("table", "check", folder["t"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"error: {file}: ", outcome.Out, StringComparison.Ordinal);
    }

    private static async Task<TemporaryFolder> CreateAsync()
    {
        var folder = new TemporaryFolder();
        await using var engine = new LocalEngine(new PartitionFunctionRegistry(), 1, new FixedTime());
        RecordBatch rows = RowBatch.Create(
            Schema,
            [
                ["20260102-030405-1a2b", new byte[784], 3, 1_234_567_890_123L, 0.25, new[] { 0.25f, 0.5f }, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)],
                ["20260102-030405-1a2b", null, -1, 0L, null, System.Array.Empty<float>(), new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero)],
            ]);
        var write = new DeltaWrite(folder["t"], "app", 1) { Properties = new Dictionary<string, string> { ["owner"] = "tests" } };
        await engine.FromRows(rows, 1).WriteDeltaAsync(write, null, CancellationToken.None);
        return folder;
    }
}
