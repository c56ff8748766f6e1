using FashionSpark.Engines;
using FashionSpark.Worker.Protocol;
using FashionSpark.Worker.Rows;

namespace FashionSpark.Worker.Bridge;

/// <summary>
/// The child of a Python worker. Requests come over one pipe, one after the other, and answers go out over another; the rows
/// of a partition go over Spark's own connection where the child has it, else over the pipes.
/// </summary>
/// <remarks>
/// In: i32 n, n bytes of JSON (<see cref="BridgeRequest"/>). Numbers are big-endian, as everywhere in Spark's protocols.
/// <para>
/// Over the connection: in the bytes that Python has read ahead of it. Out: i32 how many of these belonged to the rows; then
/// i32 m, m bytes of error text, 0 = success.
/// </para>
/// <para>Over the pipes: in an Arrow stream unless empty. Out: i32 1 and an Arrow stream, or i32 0; then the error as above.</para>
/// </remarks>
internal sealed class BridgeChild
{
    private const int NoBatches = 0;
    private const int Batches = 1;

    private readonly ProtocolReader _reader;
    private readonly ProtocolWriter _writer;
    private readonly Stream? _connection;
    private readonly PartitionRunner _runner;
    private readonly TimeProvider _time;
    private readonly string? _localFolder;

    /// <param name="input">Requests.</param>
    /// <param name="output">Answers.</param>
    /// <param name="connection">The Python worker's connection to Spark, unbuffered; null = rows come with the requests.</param>
    /// <param name="runner">Runs the functions.</param>
    /// <param name="time">For the functions.</param>
    /// <param name="localFolder">See <see cref="WorkerEnvironment.LocalFolder"/>.</param>
    public BridgeChild(Stream input, Stream output, Stream? connection, PartitionRunner runner, TimeProvider time, string? localFolder)
    {
        _reader = new ProtocolReader(new BufferedStream(input, WireBuffer.Bytes));
        _writer = new ProtocolWriter(new BufferedStream(output, WireBuffer.Bytes));
        _connection = connection;
        _runner = runner;
        _time = time;
        _localFolder = localFolder;
    }

    /// <summary>Serves until the pipe ends (true) or a partition fails (false): a child that failed is not used again.</summary>
    public bool Serve()
    {
        while (_reader.TryReadInt(out int length))
        {
            var json = new byte[length];
            _reader.Stream.ReadExactly(json);
            string error = Answer(json);
            _writer.WriteText(error);
            _writer.Flush();
            if (error.Length > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Everything of an answer but its end, the text of the error, which is returned.</summary>
    private string Answer(byte[] json)
    {
        BridgeRequest request;
        try
        {
            request = BridgeRequest.Parse(json);
        }
        catch (InvalidInputException e)
        {
            _writer.WriteInt(NoBatches);
            return FailureText.Of(e, PartitionRunner.Describe(spec: null, partition: -1, attempt: 0));
        }

        return _connection is { } connection ? OverConnection(request, connection) : OverPipes(request);
    }

    private string OverConnection(BridgeRequest request, Stream connection)
    {
        var ahead = new byte[request.Ahead];
        _reader.Stream.ReadExactly(ahead);
        var input = new AheadStream(ahead, connection);
        var writer = new ProtocolWriter(new BufferedStream(connection, WireBuffer.Bytes));
        using var output = new PartitionOutput(writer, SpecialLengths.StartArrowStream, wrapped: true);
        string error = Run(request, () => PartitionInput.Open(input, wrapped: true, CancellationToken.None), output);
        _writer.WriteInt(input.Used);
        return error;
    }

    private string OverPipes(BridgeRequest request)
    {
        using var output = new PartitionOutput(_writer, Batches, wrapped: false);
        string error = Run(
            request,
            () => request.Empty ? PartitionInput.Empty() : PartitionInput.Open(_reader.Stream, wrapped: false, CancellationToken.None),
            output);
        if (!output.HasBegun)
        {
            _writer.WriteInt(NoBatches);
        }

        return error;
    }

    /// <summary>One partition; the text of what went wrong, empty where nothing did.</summary>
    private string Run(BridgeRequest request, Func<PartitionInput> open, PartitionOutput output)
    {
        PartitionInput? input = null;
        try
        {
            input = open();
            _runner.Run(request.Spec, input, output, Context(request));
            return "";
        }
        catch (Exception e)
        {
            End(input, output);
            return FailureText.Of(e, PartitionRunner.Describe(request.Spec, request.Partition, request.Attempt));
        }
    }

    /// <summary>
    /// Ends what a failed function left. The rest of the rows is read too: Python ends after the error, and closing a
    /// connection while Spark still writes to it makes Spark lose the text.
    /// </summary>
    private static void End(PartitionInput? input, PartitionOutput output)
    {
        try
        {
            output.End();
            input?.Drain();
        }
        catch (Exception)
        {
            // Spark has let go of the task, or its rows cannot be read: that is the failure, or comes of it.
        }
    }

    private PartitionContext Context(BridgeRequest request) => new()
    {
        PartitionId = request.Partition,
        Attempt = request.Attempt,
        Threads = Math.Max(1, request.Cpus),
        LocalFolder = _localFolder,
        Time = _time,
    };
}
