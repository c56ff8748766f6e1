using System.Net;
using System.Net.Sockets;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using FashionSpark.Worker.Protocol;

namespace FashionSpark.Worker.Tests.Support;

/// <summary>Plays the JVM on one connection.</summary>
internal sealed class SparkSide : IDisposable
{
    /// <summary>A test that waits longer than this hangs.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private SparkSide(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket) { ReadTimeout = (int)Deadline.TotalMilliseconds, WriteTimeout = (int)Deadline.TotalMilliseconds };
        Reader = new ProtocolReader(_stream);
        Writer = new ProtocolWriter(new BufferedStream(_stream));
    }

    public ProtocolReader Reader { get; }

    public ProtocolWriter Writer { get; }

    public int WorkerId { get; private set; }

    /// <summary>Connects and shows the secret where there is one; returns the worker's answer with the connection.</summary>
    public static (SparkSide Side, string? Answer) Connect(EndPoint address, string? secret)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(address);
        var side = new SparkSide(socket);
        side.WorkerId = side.Reader.ReadInt();
        if (secret is null)
        {
            return (side, null);
        }

        side.Writer.WriteText(secret);
        side.Writer.Flush();
        return (side, side.Reader.ReadText());
    }

    public static SparkSide Accepted(Socket socket) => new(socket);

    /// <summary>A whole task: head, rows, answer.</summary>
    public TaskAnswer Run(string version, string function, IReadOnlyList<RecordBatch> batches, TaskNumbers? numbers = null)
    {
        // As the JVM does: one thread writes while another reads.
        Task feeding = Task.Run(() =>
        {
            SparkBytes.WriteHead(Writer, version, TestFunctions.Spec(function), numbers);
            SparkBytes.WriteRows(Writer, Batches.Schema, batches);
        });
        TaskAnswer answer = ReadAnswer();
        feeding.Wait(Deadline);
        return answer;
    }

    public TaskAnswer ReadAnswer()
    {
        var batches = new List<RecordBatch>();
        bool streamed = false;
        int mark = Reader.ReadInt();
        if (mark == SpecialLengths.StartArrowStream)
        {
            streamed = true;
            using var arrow = new ArrowStreamReader(_stream, leaveOpen: true);
            while (arrow.ReadNextRecordBatch() is { } batch)
            {
                var rows = (StructArray)batch.Column(0);
                batches.Add(new RecordBatch(new Schema(((Apache.Arrow.Types.StructType)rows.Data.DataType).Fields, null), rows.Fields, batch.Length));
            }

            mark = Reader.ReadInt();
        }

        if (mark == SpecialLengths.ExceptionThrown)
        {
            return new TaskAnswer(batches, streamed, Reader.ReadText(), Reusable: false);
        }

        Assert.Equal(SpecialLengths.TimingData, mark);
        long[] times = [Reader.ReadLong(), Reader.ReadLong(), Reader.ReadLong()];
        Assert.Equal(times.Order(), times);
        Assert.Equal((0L, 0L), (Reader.ReadLong(), Reader.ReadLong()));
        Assert.Equal((SpecialLengths.EndOfDataSection, 0), (Reader.ReadInt(), Reader.ReadInt()));
        return new TaskAnswer(batches, streamed, Error: null, Reader.ReadInt() == SpecialLengths.EndOfStream);
    }

    public void Send(byte[] bytes) => _stream.Write(bytes);

    /// <summary>Says that nothing more comes; what was sent is still delivered.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>True where the worker has closed its side.</summary>
    public bool IsClosedByWorker() => _stream.ReadByte() < 0;

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }
}
