using System.Text;
using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Protocol;
using Google.Protobuf;

namespace FashionSpark.Spark.Tests.Protocol;

public sealed class RequestTests
{
    private readonly SessionRequests _requests = new("session", "me", "agent");

    [Fact]
    public void Execute_IsReattachableAndAllowsChunks()
    {
        ExecutePlanRequest request = _requests.Execute(new Plan(), "op", 65536);

        Assert.Equal(("session", "me", "op", "agent"), (request.SessionId, request.UserContext.UserId, request.OperationId, request.ClientType));
        Assert.True(request.RequestOptions[0].ReattachOptions.Reattachable);
        Assert.Equal(65536, request.RequestOptions[1].ResultChunkingOptions.PreferredArrowChunkSize);
    }

    /// <summary>The numbers on the wire, against PySpark's own descriptors.</summary>
    [Fact]
    public void Reattach_Bytes()
    {
        byte[] expected =
        [
            0x0a, 7, .. "session"u8, 0x12, 8, 0x0a, 2, .. "me"u8, 0x12, 2, .. "me"u8, 0x1a, 2, .. "op"u8, 0x22, 5, .. "agent"u8, 0x2a, 2, .. "r1"u8,
        ];

        Assert.Equal(expected, _requests.Reattach("op", "r1").ToByteArray());
        Assert.False(_requests.Reattach("op", null).HasLastResponseId);
    }

    [Fact]
    public void Interrupt_IsByOperation()
    {
        InterruptRequest request = _requests.Interrupt("op");

        Assert.Equal((InterruptRequest.Types.InterruptType.OperationId, "op"), (request.InterruptType, request.OperationId));
    }

    [Fact]
    public void SmallArtifact_GoesAsABatch()
    {
        AddArtifactsRequest request = Assert.Single(ArtifactRequests.Build(_requests, "pyfiles/a.py", new MemoryStream("123456789"u8.ToArray())));

        AddArtifactsRequest.Types.SingleChunkArtifact artifact = Assert.Single(request.Batch.Artifacts);
        Assert.Equal("pyfiles/a.py", artifact.Name);

        // The check value that every description of CRC-32 gives.
        Assert.Equal(0xCBF43926, artifact.Data.Crc);
    }

    [Theory]
    [InlineData(ArtifactRequests.ChunkBytes, 1)]
    [InlineData(ArtifactRequests.ChunkBytes + 1, 2)]
    [InlineData((3 * ArtifactRequests.ChunkBytes) + 5, 4)]
    public void LargeArtifact_GoesInChunks(int length, int chunks)
    {
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];

        AddArtifactsRequest[] requests = [.. ArtifactRequests.Build(_requests, "files/a", new MemoryStream(content))];

        Assert.Equal(chunks, requests.Length);
        if (chunks > 1)
        {
            Assert.Equal((length, chunks), (requests[0].BeginChunk.TotalBytes, requests[0].BeginChunk.NumChunks));
            byte[] sent = [.. requests[0].BeginChunk.InitialChunk.Data, .. requests[1..].SelectMany(request => request.Chunk.Data)];
            Assert.Equal(content, sent);
        }
    }

    [Fact]
    public void Pickle_IsReadByPython()
    {
        byte[] pickle = Doors.BridgePickle.Write("{\"ü\"}", "{}");

        byte[] expected =
        [
            0x80, 2, .. "cfashionspark_bridge\nbind\n"u8, (byte)'X', 6, 0, 0, 0, .. "{\"ü\"}"u8, 0x85, (byte)'R',
            .. Encoding.ASCII.GetBytes("cpyspark.sql.types\n_parse_datatype_json_string\n"), (byte)'X', 2, 0, 0, 0, .. "{}"u8, 0x85, (byte)'R', 0x86, (byte)'.',
        ];
        Assert.Equal(expected, pickle);
    }

    [Theory]
    [InlineData("[PYTHON_VERSION_MISMATCH] Python in worker has different version (3, 11) than that in driver 3.5.7, PySpark cannot run", "3.11")]
    [InlineData("[PYTHON_VERSION_MISMATCH] Python in worker has different version: 3.12 than that in driver: 4.1.1, PySpark cannot run", "3.12")]
    [InlineData("ImportError: nothing", null)]
    public void VersionMismatch_TellsTheExecutorsPython(string message, string? expected) => Assert.Equal(expected, Doors.DoorOpener.PythonVersionIn(message));
}
