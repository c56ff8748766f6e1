using FashionSpark.Worker.Protocol;
using FashionSpark.Worker.Tests.Support;

namespace FashionSpark.Worker.Tests.Protocol;

public sealed class TaskLayoutTests
{
    [Theory]
    [InlineData("3.5.7", "00000000 00000005 332e352e37 00 00000000 00000000 00000002 00000000 00000000 0000000000000002 00000001 00000000")]
    [InlineData("4.1.1", "00000001 00000005 342e312e31 00 00000002 00000001 00000000 0000000000000003 00000001 00000000")]
    public void Heads_recorded_from_the_JVM_are_read(string version, string hex)
    {
        // Then: no local properties, files, includes, broadcasts; type 207; no settings; one function without arguments.
        string rest = "00000000 00000000 00000000 00 00000000 000000cf 00000000" + (version[0] == '4' ? "00" : "")
            + "00000001 00000000 00000001 00000002 7b7d";
        var reader = new ProtocolReader(new MemoryStream(Convert.FromHexString((hex + rest).Replace(" ", "", StringComparison.Ordinal))));

        int partition = reader.ReadInt();
        PartitionTask task = TaskLayouts.For(reader.ReadText()).Read(reader);

        Assert.Equal(partition, task.PartitionId);
        Assert.Equal(partition == 0 ? 2 : 3, task.TaskAttemptId);
        Assert.Equal((0, 1, "{}"), (task.Attempt, task.Cpus, task.Spec));
        Assert.False(reader.TryReadInt(out _));
    }

    [Theory]
    [InlineData("3.5.7", false, false)]
    [InlineData("3.5.0", true, false)]
    [InlineData("4.1.1", false, false)]
    [InlineData("4.1.0", true, true)]
    public void A_full_head_is_read_to_its_last_byte(string version, bool barrier, bool profiling)
    {
        var bytes = new MemoryStream();
        SparkBytes.WriteHead(new ProtocolWriter(bytes), version, "{\"x\":1}", new TaskNumbers { Partition = 4, Attempt = 2, Cpus = 3, Barrier = barrier, Profiling = profiling });
        bytes.Position = 4;
        var reader = new ProtocolReader(bytes);

        PartitionTask task = TaskLayouts.For(reader.ReadText()).Read(reader);

        Assert.Equal(new PartitionTask(4, 2, 7, 3, "{\"x\":1}"), task);
        Assert.Equal(bytes.Length, bytes.Position);
    }

    [Theory]
    [InlineData("4.0.0")]
    [InlineData("4.2.0")]
    [InlineData("3.11")]
    [InlineData("3.4.1")]
    [InlineData("")]
    [InlineData(null)]
    public void An_unknown_version_is_refused_by_name(string? version)
    {
        var error = Assert.Throws<UnsupportedSparkException>(() => TaskLayouts.For(version));

        Assert.Contains($"version '{version}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("3.5 and 4.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("bridge door", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_cannot_be_is_an_error_and_no_allocation()
    {
        var reader = new ProtocolReader(new MemoryStream(Convert.FromHexString("7fffffff")));

        Assert.Throws<WorkerProtocolException>(() => reader.ReadBytes());
    }
}
