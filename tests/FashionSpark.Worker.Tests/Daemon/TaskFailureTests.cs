using FashionSpark.Worker.Tests.Support;

namespace FashionSpark.Worker.Tests.Daemon;

/// <summary>Tasks that fail: the text must arrive, whatever was on the wire.</summary>
public sealed class TaskFailureTests : IDisposable
{
    public static readonly TheoryData<string> Versions = ["3.5.7", "4.1.1"];

    private readonly RunningDaemon _daemon = new();

    public void Dispose() => _daemon.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public void An_exception_before_any_output_arrives_though_input_is_unread(string version)
    {
        using SparkSide spark = _daemon.Connect();

        TaskAnswer answer = spark.Run(version, "throw-before", [.. Enumerable.Range(0, 100).Select(i => Batches.Rows(i, rows: 1, bytes: 100_000))]);

        Assert.False(answer.Streamed);
        Assert.StartsWith("System.InvalidOperationException: C# says: before any output ü\n in partition function 'throw-before', partition 1, attempt 0, worker ", answer.Error, StringComparison.Ordinal);
        Assert.Contains(nameof(TestFunctions), answer.Error, StringComparison.Ordinal);
        spark.EndSending();
        Assert.True(spark.IsClosedByWorker());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void An_exception_after_output_comes_behind_the_end_of_the_Arrow_stream(string version)
    {
        using SparkSide spark = _daemon.Connect();

        TaskAnswer answer = spark.Run(version, "throw-after", [Batches.Rows(0), Batches.Rows(3)]);

        Assert.Single(answer.Batches);
        Assert.StartsWith("System.InvalidOperationException: C# says: after the first batch\n", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throw-end-of-stream", "System.IO.EndOfStreamException: my own file is too short")]
    [InlineData("wrong-type", "System.InvalidOperationException: The partition function returned 1 columns, but its OutputSchema has 2: id, data.")]
    [InlineData("no-such-function", "FashionSpark.InvalidInputException: Partition function 'no-such-function' is not known here")]
    public void Other_failures_name_what_is_wrong(string function, string start)
    {
        using SparkSide spark = _daemon.Connect();

        Assert.StartsWith(start, spark.Run("3.5.7", function, [Batches.Rows(0)]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_message_is_cut_below_2000_characters()
    {
        using SparkSide spark = _daemon.Connect();

        Assert.InRange(spark.Run("3.5.7", "throw-long", []).Error!.Length, 1000, 2000);
    }

    [Fact]
    public void An_unknown_version_is_refused_over_the_wire()
    {
        using SparkSide spark = _daemon.Connect();

        string? error = spark.Run("4.0.1", "identity", [Batches.Rows(0)]).Error;

        Assert.Contains("version '4.0.1'", error, StringComparison.Ordinal);
        Assert.Contains("Spark 3.5 and 4.1 only", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Python_function_is_told_that_this_is_not_Python()
    {
        using SparkSide spark = _daemon.Connect();

        string? error = spark.Run("4.1.1", "identity", [], new TaskNumbers { EvalType = 200 }).Error;

        Assert.Contains("evaluation type 200", error, StringComparison.Ordinal);
        Assert.Contains("PYSPARK_PYTHON", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_never_logged()
    {
        using (SparkSide spark = _daemon.Connect())
        {
            spark.Run("4.1.1", "throw-before", [Batches.Rows(0)]);
        }

        Assert.DoesNotContain("sss", _daemon.Log, StringComparison.Ordinal);
        Assert.Contains("C# says", _daemon.Log, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Half_a_task_and_nothing_more_harms_nobody(string version)
    {
        byte[] whole = WholeTask(version);
        foreach (int length in (int[])[3, 20, 200, whole.Length / 2, whole.Length - 40, whole.Length - 2])
        {
            using SparkSide half = _daemon.Connect();
            half.Send(whole[..length]);
            half.EndSending();
            while (!half.IsClosedByWorker())
            {
            }
        }

        using SparkSide spark = _daemon.Connect();
        Assert.Null(spark.Run(version, "identity", [Batches.Rows(0)]).Error);
    }

    private static byte[] WholeTask(string version)
    {
        var bytes = new MemoryStream();
        var writer = new FashionSpark.Worker.Protocol.ProtocolWriter(bytes);
        SparkBytes.WriteHead(writer, version, TestFunctions.Spec("identity"));
        SparkBytes.WriteRows(writer, Batches.Schema, [Batches.Rows(0), Batches.Rows(3)]);
        return bytes.ToArray();
    }
}
