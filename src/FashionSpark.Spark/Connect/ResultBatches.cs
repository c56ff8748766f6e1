using Apache.Arrow;
using Apache.Arrow.Ipc;
using FashionSpark.Spark.Protocol;
using Google.Protobuf;

namespace FashionSpark.Spark.Connect;

/// <summary>
/// Joins the chunks that Spark 4 cuts batches into and reads the batches: each is a whole Arrow stream of its own.
/// </summary>
internal sealed class ResultBatches
{
    private readonly List<ByteString> _chunks = [];

    /// <summary>The batches that a response completes; none for any other kind of response.</summary>
    /// <exception cref="SparkException">A chunk is missing or came twice.</exception>
    public IEnumerable<RecordBatch> Add(ExecutePlanResponse response)
    {
        if (response.ResponseTypeCase != ExecutePlanResponse.ResponseTypeOneofCase.ArrowBatch)
        {
            return [];
        }

        ExecutePlanResponse.Types.ArrowBatch batch = response.ArrowBatch;
        long chunks = batch.HasNumChunksInBatch ? batch.NumChunksInBatch : 1;
        long index = batch.HasChunkIndex ? batch.ChunkIndex : 0;
        if (index != _chunks.Count)
        {
            throw new SparkException(
                $"The result stream is broken: piece {index} of a batch of {chunks} came where piece {_chunks.Count} was due. Run the job again; if it happens again, look for a proxy between here and the server.");
        }

        _chunks.Add(batch.Data);
        if (_chunks.Count < chunks)
        {
            return [];
        }

        ReadOnlyMemory<byte> stream = _chunks.Count == 1 ? _chunks[0].Memory : Join(_chunks);
        _chunks.Clear();
        return Read(stream);
    }

    /// <summary>Reads a whole Arrow stream; the batches lie in the given memory.</summary>
    public static IEnumerable<RecordBatch> Read(ReadOnlyMemory<byte> stream)
    {
        using var reader = new ArrowStreamReader(stream);
        while (reader.ReadNextRecordBatch() is RecordBatch batch)
        {
            if (batch.Length > 0)
            {
                yield return batch;
            }
        }
    }

    private static ReadOnlyMemory<byte> Join(List<ByteString> chunks)
    {
        var joined = new byte[chunks.Sum(chunk => (long)chunk.Length)];
        int at = 0;
        foreach (ByteString chunk in chunks)
        {
            chunk.CopyTo(joined, at);
            at += chunk.Length;
        }

        return joined;
    }
}
