using FashionSpark.Spark.Protocol;
using Google.Protobuf;

namespace FashionSpark.Spark.Connect;

/// <summary>Cuts an artifact into the requests of one AddArtifacts call, as PySpark does.</summary>
internal static class ArtifactRequests
{
    /// <summary>Bytes of a chunk; an artifact up to this size goes as a batch of one.</summary>
    public const int ChunkBytes = 32 * 1024;

    /// <param name="requests">The session's request builder.</param>
    /// <param name="name">Kind and file, such as <c>pyfiles/module.py</c> or <c>archives/worker.tar.gz#worker</c>.</param>
    /// <param name="content">A stream that knows its length; it is read as the requests are taken.</param>
    public static IEnumerable<AddArtifactsRequest> Build(SessionRequests requests, string name, Stream content)
    {
        long total = content.Length;
        long chunks = Math.Max(1, (total + ChunkBytes - 1) / ChunkBytes);
        for (long index = 0; index < chunks; index++)
        {
            AddArtifactsRequest.Types.ArtifactChunk chunk = ReadChunk(content, Math.Min(ChunkBytes, total - (index * ChunkBytes)));
            AddArtifactsRequest request = requests.Artifacts();
            if (chunks == 1)
            {
                request.Batch = new AddArtifactsRequest.Types.Batch { Artifacts = { new AddArtifactsRequest.Types.SingleChunkArtifact { Name = name, Data = chunk } } };
            }
            else if (index == 0)
            {
                request.BeginChunk = new AddArtifactsRequest.Types.BeginChunkedArtifact { Name = name, TotalBytes = total, NumChunks = chunks, InitialChunk = chunk };
            }
            else
            {
                request.Chunk = chunk;
            }

            yield return request;
        }
    }

    private static AddArtifactsRequest.Types.ArtifactChunk ReadChunk(Stream content, long length)
    {
        var data = new byte[length];
        content.ReadExactly(data);
        return new AddArtifactsRequest.Types.ArtifactChunk { Data = UnsafeByteOperations.UnsafeWrap(data), Crc = Crc32.Compute(data) };
    }
}
