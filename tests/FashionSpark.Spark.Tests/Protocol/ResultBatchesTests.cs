using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Protocol;
using Google.Protobuf;

namespace FashionSpark.Spark.Tests.Protocol;

public sealed class ResultBatchesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void Chunks_AreJoined(int chunks)
    {
        byte[] stream = Stream(3, 4, 0);
        var batches = new ResultBatches();
        var numbers = new List<int?>();
        for (int i = 0; i < chunks; i++)
        {
            numbers.AddRange(batches.Add(Chunk(stream, i, chunks)).SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => batch.Column<Int32Array>("n").GetValue(row))));
            Assert.Equal(i == chunks - 1 ? 7 : 0, numbers.Count);
        }

        Assert.Equal([0, 1, 2, 0, 1, 2, 3], numbers);
    }

    [Fact]
    public void WholeBatch_HasNoChunkFields()
    {
        var response = new ExecutePlanResponse { ArrowBatch = new ExecutePlanResponse.Types.ArrowBatch { Data = ByteString.CopyFrom(Stream(2)) } };

        Assert.Equal(2, Assert.Single(new ResultBatches().Add(response)).Length);
    }

    [Fact]
    public void OtherResponses_HaveNoBatches() => Assert.Empty(new ResultBatches().Add(new ExecutePlanResponse { ResponseId = "r" }));

    [Fact]
    public void MissingChunk_IsAnError()
    {
        byte[] stream = Stream(3);
        var batches = new ResultBatches();
        Assert.Empty(batches.Add(Chunk(stream, 0, 3)));

        SparkException error = Assert.Throws<SparkException>(() => batches.Add(Chunk(stream, 2, 3)));
        Assert.Contains("piece 2 of a batch of 3 came where piece 1 was due", error.Message, StringComparison.Ordinal);
    }

    private static ExecutePlanResponse Chunk(byte[] stream, int index, int chunks)
    {
        int start = stream.Length * index / chunks;
        int end = stream.Length * (index + 1) / chunks;
        return new ExecutePlanResponse
        {
            ArrowBatch = new ExecutePlanResponse.Types.ArrowBatch
            {
                Data = ByteString.CopyFrom(stream.AsSpan(start, end - start)),
                ChunkIndex = index,
                NumChunksInBatch = chunks,
            },
        };
    }

    private static byte[] Stream(params int[] lengths)
    {
        Schema schema = new([new Field("n", Int32Type.Default, nullable: false)], metadata: null);
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true))
        {
            foreach (int length in lengths)
            {
                writer.WriteRecordBatch(new RecordBatch(schema, [ArrowColumns.Integers([.. Enumerable.Range(0, length)])], length));
            }

            writer.WriteEnd();
        }

        return stream.ToArray();
    }
}
