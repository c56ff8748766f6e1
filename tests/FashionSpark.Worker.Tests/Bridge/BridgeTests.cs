using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using FashionSpark.Engines;
using FashionSpark.Testing;

namespace FashionSpark.Worker.Tests.Bridge;

/// <summary>The bridge door from end to end but for Spark: stock Python, our module, our executable.</summary>
public sealed class BridgeTests
{
    private static readonly string Identity = new PartitionFunctionSpec("identity", new JsonObject()).ToJson();

    [Fact]
    public void Partitions_run_one_after_the_other_in_one_child_an_empty_one_among_them()
    {
        (JsonNode? result, string error) = BridgeDriver.Run("partitions", Identity, BridgeDriver.Worker);

        Assert.True(result is not null, error);
        Assert.Equal(["[3,3]", "[]", "[3]"], [BridgeDriver.Step(result, 0), BridgeDriver.Step(result, 1), BridgeDriver.Step(result, 2)]);
        Assert.Equal(1, (int)result["pids"]!);
    }

    [Fact]
    public void Rows_come_back_as_they_went_40_MB_and_rows_of_20_MB()
    {
        (JsonNode? result, string error) = BridgeDriver.Run("same", Identity, BridgeDriver.Worker);

        Assert.True(result is not null, error);
        Assert.Equal(["[400,true]", "[2,true]"], [BridgeDriver.Step(result, 0), BridgeDriver.Step(result, 1)]);
    }

    [Fact]
    public void Under_Sparks_worker_rows_go_over_its_connection_and_what_lies_behind_them_stays_Pythons()
    {
        (JsonNode? result, string error) = BridgeDriver.Run("connection", Identity, BridgeDriver.Worker);

        Assert.True(result is not null, error);
        const int EndOfStream = -4;
        Assert.Equal(
            [$"[{EndOfStream},6,true]", $"[{EndOfStream},0,true]", $"[{EndOfStream},400,true]", $"[{EndOfStream},3,true]"],
            Enumerable.Range(0, 4).Select(step => BridgeDriver.Step(result, step)));
        Assert.Equal(1, (int)result["pids"]!);
    }

    [Fact]
    public void An_exception_over_Sparks_connection_reaches_Python_after_all_that_Spark_writes_was_read()
    {
        (JsonNode? result, string error) = BridgeDriver.Run("connection-error", """{"name":"pixel-statistics","options":{}}""", BridgeDriver.Worker);

        Assert.True(result is not null, error);
        Assert.StartsWith("RuntimeError: FashionSpark.InvalidInputException: The rows have no column 'split'", BridgeDriver.Step(result, 0), StringComparison.Ordinal);
        Assert.StartsWith("RuntimeError: FashionSpark.InvalidInputException: The rows have no column 'split'", BridgeDriver.Step(result, 1), StringComparison.Ordinal);
        Assert.Equal(0, (int)result["pids"]!);
    }

    [Fact]
    public void An_exception_reaches_Python_and_the_child_is_not_used_again()
    {
        string spec = """{"name":"pixel-statistics","options":{}}""";

        (JsonNode? result, string error) = BridgeDriver.Run("error", spec, BridgeDriver.Worker);

        Assert.True(result is not null, error);
        Assert.StartsWith("RuntimeError: FashionSpark.InvalidInputException: The rows have no column 'split'", BridgeDriver.Step(result, 0), StringComparison.Ordinal);
        Assert.Contains("partition function 'pixel-statistics', partition 3, attempt 1", BridgeDriver.Step(result, 0), StringComparison.Ordinal);
        Assert.Contains("partition 4", BridgeDriver.Step(result, 1), StringComparison.Ordinal);
        Assert.Equal(0, (int)result["pids"]!);
    }

    [Fact]
    public void A_consumer_that_has_enough_ends_the_child()
    {
        (JsonNode? result, string error) = BridgeDriver.Run("stop", Identity, BridgeDriver.Worker);

        Assert.True(result is not null, error);
        Assert.Equal(["\"closed\"", "\"closed\""], [BridgeDriver.Step(result, 0), BridgeDriver.Step(result, 1)]);
        Assert.Equal(0, (int)result["pids"]!);
    }

    [Fact]
    public void A_failure_on_Sparks_side_is_the_one_that_is_told()
    {
        (JsonNode? result, string error) = BridgeDriver.Run("source", Identity, BridgeDriver.Worker);

        Assert.True(result is not null, error);
        Assert.Equal("ValueError: Spark's side failed", BridgeDriver.Step(result, 0));
    }

    [Fact]
    public void A_killed_child_is_an_error_and_the_next_partition_gets_another()
    {
        (JsonNode? result, string error) = BridgeDriver.Run("kill", Identity, BridgeDriver.Worker);

        Assert.True(result is not null, error);
        Assert.Contains("was ended by signal 9", BridgeDriver.Step(result, 0), StringComparison.Ordinal);
        Assert.Equal("\"closed\"", BridgeDriver.Step(result, 1));
    }

    [Fact]
    public void The_child_dies_with_its_Python_worker()
    {
        (JsonNode? pids, string error) = BridgeDriver.Run("die", Identity, BridgeDriver.Worker);

        Assert.True(pids is not null, error);
        string process = $"/proc/{(int)pids[0]!}";
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists(process) || File.ReadAllText($"{process}/stat").Contains(") Z ", StringComparison.Ordinal), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_missing_worker_names_where_it_was_looked_for_and_the_cure()
    {
        string spec = """{"name":"identity","options":{},"worker":{"path":"/opt/nothing","archive":"fs"}}""";

        (JsonNode? result, string error) = BridgeDriver.Run("none", spec, worker: "/also/nothing", filesRoot: "/files");

        Assert.True(result is not null, error);
        string text = BridgeDriver.Step(result, 0);
        Assert.StartsWith("FashionSparkError: The FashionSpark worker is missing on executor", text, StringComparison.Ordinal);
        Assert.All(["path: /opt/nothing", "archive: /files/fs", "FASHIONSPARK_WORKER: /also/nothing", "eng/publish-worker"], part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_worker_that_is_not_executable_names_the_cure()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["fashionspark-worker"], "no program");

        // As root every file may be read and written, but none executed without the bit.
        (JsonNode? result, string error) = BridgeDriver.Run("none", Identity, worker: folder.Path);

        Assert.True(result is not null, error);
        Assert.Contains("it is not executable", BridgeDriver.Step(result, 0), StringComparison.Ordinal);
        Assert.Contains("chmod -R a+rX", BridgeDriver.Step(result, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_is_no_program_names_the_cure()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["fashionspark-worker"], "no program");
        File.SetUnixFileMode(folder["fashionspark-worker"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (JsonNode? result, string error) = BridgeDriver.Run("none", Identity, worker: folder.Path);

        Assert.True(result is not null, error);
        Assert.Contains("cannot be started", BridgeDriver.Step(result, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void A_Python_without_pyarrow_names_the_cure()
    {
        (JsonNode? result, string error) = BridgeDriver.Run("none", Identity, BridgeDriver.Worker, pythonPath: "/nowhere");
        Assert.SkipWhen(result is not null && BridgeDriver.Step(result, 0) == "[]", "This Python has pyarrow by itself.");

        Assert.True(result is not null, error);
        Assert.Contains("cannot import pyarrow", BridgeDriver.Step(result, 0), StringComparison.Ordinal);
        Assert.Contains("pip install pyarrow numpy", BridgeDriver.Step(result, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_is_unpacked_to_local_disk_and_an_archives_folder_is_found_among_Sparks_files()
    {
        using var folder = new TemporaryFolder();
        string program = folder["files", "fashionspark-worker"];
        Directory.CreateDirectory(program);
        File.WriteAllText(Path.Combine(program, "fashionspark-worker"), $"#!/bin/sh\nexec {BridgeDriver.Worker} \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(program, "fashionspark-worker"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using (var archive = new GZipStream(File.Create(folder["worker.tar.gz"]), CompressionLevel.Fastest))
        {
            TarFile.CreateFromDirectory(program, archive, includeBaseDirectory: false);
        }

        string byPath = """{"name":"identity","options":{},"worker":{"path":"PATH"}}""".Replace("PATH", folder["worker.tar.gz"], StringComparison.Ordinal);
        string byArchive = """{"name":"identity","options":{},"worker":{"archive":"fashionspark-worker"}}""";

        (JsonNode? unpacked, string error) = BridgeDriver.Run("partitions", byPath, worker: null);
        (JsonNode? found, string error2) = BridgeDriver.Run("partitions", byArchive, worker: null, filesRoot: folder["files"]);

        Assert.True(unpacked is not null && found is not null, error + error2);
        Assert.Equal(["[3,3]", "[3,3]"], [BridgeDriver.Step(unpacked, 0), BridgeDriver.Step(found, 0)]);
    }
}
