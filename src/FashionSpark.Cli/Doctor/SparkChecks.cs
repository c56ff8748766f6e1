using System.Diagnostics;
using Apache.Arrow;
using FashionSpark.Cli.Hosting;
using FashionSpark.Cli.Output;
using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Spark;

namespace FashionSpark.Cli.Doctor;

/// <summary>What a run on Spark needs of server and executors. Each check builds on the one before; the first failure ends them.</summary>
internal sealed class SparkChecks
{
    private readonly SparkConnection _connection;
    private readonly string _server;

    public SparkChecks(SparkConnection connection, string server)
    {
        _connection = connection;
        _server = server;
    }

    public async Task<IReadOnlyList<Check>> RunAsync(JobOptions job, CancellationToken cancellation)
    {
        var checks = new List<Check>();
        SparkEngine? engine = null;
        try
        {
            long started = Stopwatch.GetTimestamp();
            engine = await _connection.OpenAsync(_server, job, cancellation);
            checks.Add(Check.Ok("Spark", $"version {engine.Version}, connected in {Seconds(started)}, answers in {await AnswerAsync(engine, cancellation)}"));
            checks.Add(await DeltaAsync(engine, cancellation));

            started = Stopwatch.GetTimestamp();
            engine = await _connection.WithWorkerAsync(engine, job, cancellation);
            (SparkDoor door, string python) = await engine.OpenDoorAsync(cancellation);
            checks.Add(Check.Ok("door", door == SparkDoor.Direct
                ? $"direct: executors start our worker, found out in {Seconds(started)}"
                : $"bridge: executors have Python {python}, found out in {Seconds(started)}"));
            if (door == SparkDoor.Bridge)
            {
                checks.Add(await PythonAsync(engine, cancellation));
            }

            started = Stopwatch.GetTimestamp();
            await SparkConnection.ProbeAsync(engine, IdentityFunction.Name, cancellation);
            string first = Seconds(started);
            started = Stopwatch.GetTimestamp();
            await SparkConnection.ProbeAsync(engine, IdentityFunction.Name, cancellation);
            checks.Add(Check.Ok("worker", $"ran a function on an executor in {first}, again in {Seconds(started)}"));
            checks.Add(Check.Ok("executors", $"{engine.Parallelism} partitions at a time"));
            checks.Add(await FilesAsync(engine, cancellation));
        }
        catch (FashionSparkException e)
        {
            checks.Add(Failure(checks, e));
        }
        finally
        {
            if (engine is not null)
            {
                await engine.DisposeAsync();
            }
        }

        return checks;
    }

    /// <summary>Errors on the way to Spark name their cure themselves, after what is wrong.</summary>
    private static Check Failure(List<Check> checks, FashionSparkException e)
    {
        string name = checks.LastOrDefault()?.Name switch
        {
            null => "Spark",
            "Spark" => "Delta Lake",
            "Delta Lake" => "door",
            "door" when e.Message.Contains("pyarrow", StringComparison.Ordinal) => "Python",
            "door" or "Python" => "worker",
            _ => "executors",
        };
        string message = e.Message.Trim();
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        string cure = end > 0 ? message[(end + 2)..].Trim() : "See docs/spark.md, and the logs of server and executors.";
        return Check.Failed(name, end > 0 ? message[..end] : message, cure);
    }

    private static async Task<Check> PythonAsync(SparkEngine engine, CancellationToken cancellation)
    {
        RecordBatch row = (await SparkConnection.ProbeAsync(engine, DescribePythonFunction.Name, cancellation))!;
        string Fact(string name) => row.Column<StringArray>(name).GetString(0);
        return Check.Ok("Python", $"{Fact(DescribePythonFunction.Python)} with pyarrow {Fact(DescribePythonFunction.PyArrow)}, {Fact(DescribePythonFunction.Executable)} on {Fact(DescribePythonFunction.Host)}");
    }

    private static async Task<string> AnswerAsync(SparkEngine engine, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        await engine.GetSettingAsync("spark.app.id", cancellation);
        return Figures.Elapsed(Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Asks for a table that is not there: only Delta says so in its own words.</summary>
    private static async Task<Check> DeltaAsync(SparkEngine engine, CancellationToken cancellation)
    {
        const string name = "Delta Lake";
        try
        {
            string nowhere = Path.Combine(Path.GetTempPath(), $"fashionspark-doctor-{Guid.NewGuid():N}");
            await foreach (RecordBatch batch in engine.SqlAsync($"SELECT * FROM delta.`{nowhere}`", cancellation))
            {
                batch.Dispose();
            }

            return Check.Ok(name, "present");
        }
        catch (SparkException e) when (IsDeltas(e))
        {
            return Check.Ok(name, "present");
        }
        catch (SparkException)
        {
            return Check.Failed(name, "the server has none, or is not set up for it", SparkCures.Delta);
        }
    }

    private static bool IsDeltas(SparkException e) =>
        e.ErrorClass?.StartsWith("DELTA_", StringComparison.Ordinal) == true
            ? !e.Is("DELTA_CONFIGURE_SPARK_SESSION_WITH_EXTENSION_AND_CATALOG")
            : e.Message.Contains("is not a Delta table", StringComparison.Ordinal) || e.Is("PATH_NOT_FOUND") || e.Is("io.delta");

    /// <summary>Whether executors read what is written here: relative paths mean folders of this machine.</summary>
    private static async Task<Check> FilesAsync(SparkEngine engine, CancellationToken cancellation)
    {
        const string name = "files";
        string folder = Path.Combine(Environment.CurrentDirectory, $"fashionspark-doctor-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "probe.txt"), "?", cancellation);
            int files = 0;
            await foreach (RecordBatch batch in engine.ReadBinaryFiles(folder, 1).CollectAsync(null, cancellation))
            {
                files += batch.Length;
                batch.Dispose();
            }

            return files == 1
                ? Check.Ok(name, $"executors see {Environment.CurrentDirectory}")
                : Other();
        }
        catch (SparkException)
        {
            return Other();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Check.Note(name, $"{Environment.CurrentDirectory} cannot be written: {e.Message}", "Start runs in a folder of yours, or give full paths.");
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        static Check Other() => Check.Note(
            name, $"executors do not see {Environment.CurrentDirectory}", "Give paths that they and this machine see: a shared disk, or s3a://... for data and tables.");
    }

    private static string Seconds(long started) => Figures.Elapsed(Stopwatch.GetElapsedTime(started));
}
