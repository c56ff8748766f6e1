using Apache.Arrow;
using FashionSpark.Worker.Tests.Support;

namespace FashionSpark.Worker.Tests.Daemon;

/// <summary>Tasks over loopback, with the bytes of each Spark version.</summary>
public sealed class TaskTests : IDisposable
{
    public static readonly TheoryData<string> Versions = ["3.5.7", "4.1.1"];

    private readonly RunningDaemon _daemon = new();

    public void Dispose() => _daemon.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public void Rows_come_back_as_they_went(string version)
    {
        using SparkSide spark = _daemon.Connect();
        RecordBatch[] batches = [Batches.Rows(0), Batches.Rows(3), Batches.Rows(6, rows: 1)];

        TaskAnswer answer = spark.Run(version, "identity", batches);

        Assert.Null(answer.Error);
        Assert.True(answer.Reusable);
        Assert.Equal(["id", "data"], answer.Batches[0].Schema.FieldsList.Select(field => field.Name));
        Assert.Equal(Batches.Text(batches), Batches.Text(answer.Batches));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void One_connection_serves_task_after_task(string version)
    {
        using SparkSide spark = _daemon.Connect();
        for (int task = 0; task < 3; task++)
        {
            TaskAnswer answer = spark.Run(version, "identity", [Batches.Rows(task * 10)]);
            Assert.Equal(Batches.Text([Batches.Rows(task * 10)]), Batches.Text(answer.Batches));
            Assert.True(answer.Reusable);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void An_empty_partition_calls_the_function(string version)
    {
        using SparkSide spark = _daemon.Connect();

        TaskAnswer nothing = spark.Run(version, "identity", []);
        TaskAnswer something = spark.Run(version, "context", []);

        Assert.Equal((false, true), (nothing.Streamed, nothing.Reusable));
        Assert.Equal(1, Assert.Single(something.Batches).Length);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_function_that_stops_early_leaves_the_connection_usable(string version)
    {
        using SparkSide spark = _daemon.Connect();
        RecordBatch[] batches = [.. Enumerable.Range(0, 50).Select(i => Batches.Rows(i, rows: 1, bytes: 100_000))];

        TaskAnswer first = spark.Run(version, "first-batch", batches);
        TaskAnswer none = spark.Run(version, "nothing", batches);
        TaskAnswer again = spark.Run(version, "identity", [Batches.Rows(0)]);

        Assert.Equal((1, true), (first.Batches.Count, first.Reusable));
        Assert.Equal((false, true), (none.Streamed, none.Reusable));
        Assert.Equal(3, again.Batches[0].Length);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Batches_of_all_sizes_pass_though_each_gets_the_memory_of_the_one_before(string version)
    {
        using SparkSide spark = _daemon.Connect();
        RecordBatch[] batches = [.. Enumerable.Range(0, 40).Select(i => Batches.Rows(i * 3, bytes: 50_000 + (i * 7919 % 40_000)))];

        TaskAnswer answer = spark.Run(version, "identity", batches);

        Assert.Equal(Batches.Text(batches), Batches.Text(answer.Batches));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_row_of_20_MB_passes(string version)
    {
        using SparkSide spark = _daemon.Connect();
        RecordBatch[] batches = [Batches.Rows(0, rows: 2, bytes: 20 << 20)];

        TaskAnswer answer = spark.Run(version, "identity", batches);

        Assert.Equal(Batches.Text(batches), Batches.Text(answer.Batches));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_context_says_where_and_with_how_many_threads(string version)
    {
        using SparkSide spark = _daemon.Connect();

        TaskAnswer answer = spark.Run(version, "context", [Batches.Rows(0)], new TaskNumbers { Partition = 5, Attempt = 2, Cpus = 4, Barrier = true });

        Assert.Equal([5, 2, 4], Assert.Single(answer.Batches).Arrays.Select(column => ((Int32Array)column).GetValue(0)!.Value));
    }

    [Fact]
    public void Connections_work_side_by_side()
    {
        List<string>[] results = new List<string>[4];
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using SparkSide spark = _daemon.Connect();
            results[i] = Batches.Text(spark.Run("4.1.1", "identity", [.. Enumerable.Range(0, 20).Select(b => Batches.Rows((100 * i) + b, rows: 1, bytes: 10_000))]).Batches);
        });

        for (int i = 0; i < results.Length; i++)
        {
            Assert.Equal(20, results[i].Count);
            Assert.StartsWith($"{100 * i} ", results[i][0], StringComparison.Ordinal);
        }
    }
}
