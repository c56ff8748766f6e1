using System.Diagnostics;
using Apache.Arrow;
using FashionSpark.Cli.Tests.EndToEnd;
using FashionSpark.Engines;
using FashionSpark.Scoring;
using FashionSpark.Testing.Data;

namespace FashionSpark.Cli.Tests.Submit;

/// <summary>The command against a Connect server that runs anyway.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly SparkSites _sites;
    private readonly BuiltCommand _command = new();

    public ServerTests(SparkSites sites) => _sites = sites;

    public void Dispose() => _command.Dispose();

    [Theory]
    [InlineData("3.5", "bridge")]
    [InlineData("4.1", "direct")]
    public async Task DriverKilledBetweenRounds_TheSameCommandFinishes(string version, string door)
    {
        string[] arguments =
        [
            "run", SubmitRunner.JobFile, "--engine", _sites.Server(version, door).Address, "--set", "prepare.source=source", "prepare.out=data",
            "train.data=data", "train.out=m.onnx", "train.epochs=3", "train.partitions=2", "score.data=data", "score.model=m.onnx", "warehouse=warehouse",
        ];
        _command.Environment["FASHIONSPARK_WORKER"] = SparkSites.Worker;
        using (Process process = _command.Start(arguments))
        {
            Task<CliOutcome> end = BuiltCommand.FinishAsync(process);
            string checkpoint = _command.Folder["m.checkpoint"];
            await BuiltCommand.WaitForAsync(process, () => Directory.Exists(checkpoint) && Directory.EnumerateFiles(checkpoint, "round-*.state").Any());
            await BuiltCommand.SignalAsync(process, "KILL");
            Assert.Equal(137, (await end).ExitCode);
        }

        Assert.False(File.Exists(_command.Folder["m.onnx"]));

        CliOutcome outcome = await _command.RunAsync(arguments);

        Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Out);
        Assert.Contains("prepare was finished before", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Going on from the checkpoint of round", outcome.Error, StringComparison.Ordinal);
        await using var engine = TestEngine.Create();
        List<RecordBatch> data = await engine.ReadDelta(new DeltaRead(_command.Folder["data"], Columns: ["image_id", "split"])).CollectAsync();
        List<RecordBatch> predictions = await engine.ReadDelta(new DeltaRead(_command.Folder["warehouse", "predictions"])).CollectAsync();
        Assert.Equal(BuiltCommand.TrainImages + BuiltCommand.TestImages, data.Texts("image_id").Distinct().Count());
        Assert.Equal(
            data.Texts("image_id").Zip(data.Texts("split")).Where(row => row.Second != "train").Select(row => row.First).Order(StringComparer.Ordinal),
            predictions.Texts(PredictionsSchema.ImageId).Order(StringComparer.Ordinal));
    }

    /// <summary>On 4.1; on 3.5 the next test sends it.</summary>
    [Fact]
    public async Task WorkersArchive_IsSentToTheExecutors()
    {
        CliOutcome outcome = await _command.RunAsync("prepare", "--source", "source", "--out", "data", "--engine", _sites.Server("4.1", "bridge").Address, "--worker-archive", _sites.Archive);

        Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Out);
        Assert.Equal(BuiltCommand.TrainImages + BuiltCommand.TestImages, (await TableRows.ReadAsync(_command.Folder["data"])).Count);
    }

    [Fact]
    public async Task BuiltWorker_IsSentWhereExecutorsDoNotSeeIt()
    {
        // What the driver finds is on no disk of the executors: there, nothing to run is in that folder.
        string found = _command.Folder["workers", "worker"];
        Directory.CreateDirectory(found);
        File.Copy(_sites.Archive, _command.Folder["workers", "fashionspark-worker.tar.gz"]);
        string finder = _command.Folder["find-worker"];
        await File.WriteAllTextAsync(finder, $"#!/bin/sh\necho '{found}'\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(finder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _command.Environment["FASHIONSPARK_FIND_WORKER"] = finder;

        CliOutcome outcome = await _command.RunAsync("doctor", "--engine", _sites.Server("3.5", "bridge").Address);

        Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Out);
        Assert.Matches($"The executors do not see {found}; sending .+ to them", outcome.Error);
    }

    [Theory]
    [InlineData("3.5", "bridge", "direct")]
    [InlineData("4.1", "direct", "bridge")]
    public async Task Doctor_TheOtherDoor_NamesTheCure(string version, string door, string asked)
    {
        CliOutcome outcome = await _command.RunAsync("doctor", "--quiet", "--engine", _sites.Server(version, door).Address, "--door", asked);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"FAIL  door                      The {asked} door was asked for, but the server starts ", outcome.Out, StringComparison.Ordinal);
        Assert.Contains($"-> Use the {door} door", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_NoServer_NamesTheCure()
    {
        CliOutcome outcome = await _command.RunAsync("doctor", "--quiet", "--engine", "sc://127.0.0.1:1");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Matches(@"FAIL  Spark +The Spark Connect server at sc://127.0.0.1:1 cannot be reached", outcome.Out);
        Assert.Contains("-> Does it run, and listen on that port?", outcome.Out, StringComparison.Ordinal);
    }
}
