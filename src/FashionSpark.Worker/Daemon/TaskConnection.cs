using FashionSpark.Engines;
using FashionSpark.Worker.Protocol;
using FashionSpark.Worker.Rows;

namespace FashionSpark.Worker.Daemon;

/// <summary>What Spark takes for one Python worker: a connection over which tasks come, one after the other.</summary>
internal sealed class TaskConnection
{
    private readonly ProtocolReader _reader;
    private readonly ProtocolWriter _writer;
    private readonly PartitionRunner _runner;
    private readonly WorkerLog _log;
    private readonly string? _localFolder;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellation;

    /// <param name="stream">The connection, unbuffered.</param>
    /// <param name="runner">Runs the functions.</param>
    /// <param name="log">Told of failures that cannot be sent.</param>
    /// <param name="time">For the times that Spark adds up.</param>
    /// <param name="localFolder">See <see cref="WorkerEnvironment.LocalFolder"/>.</param>
    /// <param name="cancellation">Cancelled when Spark wants this worker dead.</param>
    public TaskConnection(Stream stream, PartitionRunner runner, WorkerLog log, TimeProvider time, string? localFolder, CancellationToken cancellation)
    {
        // A buffer for each direction, of the size that the JVM uses; larger pieces, such as the body of a batch, go past it.
        _reader = new ProtocolReader(new BufferedStream(stream, WireBuffer.Bytes));
        _writer = new ProtocolWriter(new BufferedStream(stream, WireBuffer.Bytes));
        _runner = runner;
        _log = log;
        _time = time;
        _localFolder = localFolder;
        _cancellation = cancellation;
    }

    public ProtocolReader Reader => _reader;

    public ProtocolWriter Writer => _writer;

    /// <summary>Serves tasks until Spark closes the connection, or one fails.</summary>
    /// <param name="reuse">False = one task only.</param>
    public void Serve(bool reuse)
    {
        while (RunTask())
        {
            if (!reuse)
            {
                ReadToEnd();
                return;
            }
        }
    }

    /// <summary>One task; false where there is no next one on this connection.</summary>
    private bool RunTask()
    {
        if (!_reader.TryReadInt(out int partition) || partition == SpecialLengths.EndOfDataSection)
        {
            return false;
        }

        long boot = Now();
        using var output = new PartitionOutput(_writer, SpecialLengths.StartArrowStream, wrapped: true);
        PartitionTask? task = null;
        try
        {
            task = TaskLayouts.For(_reader.ReadText()).Read(_reader);
            long init = Now();
            PartitionInput input = PartitionInput.Open(_reader.Stream, wrapped: true, _cancellation);
            _runner.Run(task.Spec, input, output, Context(task));
            return Finish(boot, init);
        }
        catch (Exception e)
        {
            Fail(e, output, PartitionRunner.Describe(task?.Spec, partition, task?.Attempt ?? 0));
            return false;
        }
    }

    private PartitionContext Context(PartitionTask task) => new()
    {
        PartitionId = task.PartitionId,
        Attempt = task.Attempt,
        Threads = task.Cpus,
        LocalFolder = _localFolder,
        Time = _time,
        Cancellation = _cancellation,
    };

    /// <summary>Times, spilled bytes (none), accumulators (none), and the hand-shake after which the connection is as new.</summary>
    private bool Finish(long boot, long init)
    {
        _writer.WriteInt(SpecialLengths.TimingData);
        _writer.WriteLong(boot);
        _writer.WriteLong(init);
        _writer.WriteLong(Now());
        _writer.WriteLong(0);
        _writer.WriteLong(0);
        _writer.WriteInt(SpecialLengths.EndOfDataSection);
        _writer.WriteInt(0);
        _writer.Flush();

        bool clean = _reader.ReadInt() == SpecialLengths.EndOfStream;
        _writer.WriteInt(clean ? SpecialLengths.EndOfStream : SpecialLengths.EndOfDataSection);
        _writer.Flush();
        return clean;
    }

    /// <summary>Tells Spark what went wrong, and waits until it has read it.</summary>
    private void Fail(Exception exception, PartitionOutput output, string where)
    {
        string text = FailureText.Of(exception, where);
        _log.Line(_cancellation.IsCancellationRequested ? $"Stopped: {where}" : text);
        try
        {
            output.End();
            _writer.WriteInt(SpecialLengths.ExceptionThrown);
            _writer.WriteText(text);
            _writer.Flush();

            // Closing while input is unread makes TCP reset the connection, and Spark may lose the text.
            ReadToEnd();
        }
        catch (IOException)
        {
            // Spark has let go of the task: it was cancelled, or needed no more rows.
            _log.Line($"Spark closed the connection of {where}");
        }
    }

    private void ReadToEnd()
    {
        var scrap = new byte[WireBuffer.Bytes];
        while (_reader.Stream.Read(scrap) > 0)
        {
        }
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
