using FashionSpark.Engines;
using FashionSpark.Worker.Protocol;
using FashionSpark.Worker.Rows;

namespace FashionSpark.Worker.Bridge;

/// <summary>The child of a Python worker: partitions come over one pipe, one after the other, and go out over another.</summary>
/// <remarks>
/// In: i32 n, n bytes of JSON (<see cref="BridgeRequest"/>), an Arrow stream unless empty. Out: i32 1 and an Arrow stream,
/// or i32 0; then i32 m, m bytes of error text, 0 = success. Numbers are big-endian, as everywhere in Spark's protocols.
/// </remarks>
internal sealed class BridgeChild
{
    private const int NoBatches = 0;
    private const int Batches = 1;

    private readonly ProtocolReader _reader;
    private readonly ProtocolWriter _writer;
    private readonly PartitionRunner _runner;
    private readonly TimeProvider _time;
    private readonly string? _localFolder;

    public BridgeChild(Stream input, Stream output, PartitionRunner runner, TimeProvider time, string? localFolder)
    {
        _reader = new ProtocolReader(new BufferedStream(input, WireBuffer.Bytes));
        _writer = new ProtocolWriter(new BufferedStream(output, WireBuffer.Bytes));
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
            if (!Run(json))
            {
                return false;
            }
        }

        return true;
    }

    private bool Run(byte[] json)
    {
        using var output = new PartitionOutput(_writer, Batches, wrapped: false);
        BridgeRequest? request = null;
        string error = "";
        try
        {
            request = BridgeRequest.Parse(json);
            PartitionInput input = request.Empty
                ? PartitionInput.Empty()
                : PartitionInput.Open(_reader.Stream, wrapped: false, CancellationToken.None);
            _runner.Run(request.Spec, input, output, Context(request));
        }
        catch (Exception e)
        {
            error = FailureText.Of(e, PartitionRunner.Describe(request?.Spec, request?.Partition ?? -1, request?.Attempt ?? 0));
        }

        if (output.HasBegun)
        {
            output.End();
        }
        else
        {
            _writer.WriteInt(NoBatches);
        }

        _writer.WriteText(error);
        _writer.Flush();
        return error.Length == 0;
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
