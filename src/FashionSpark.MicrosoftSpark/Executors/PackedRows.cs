using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace FashionSpark.MicrosoftSpark.Executors;

/// <summary>Record batches and schemas as the bytes of an Arrow stream.</summary>
internal static class PackedRows
{
    public static byte[] Write(RecordBatch batch)
    {
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, batch.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return stream.ToArray();
    }

    public static IEnumerable<RecordBatch> Read(byte[] bytes)
    {
        // Over an array, batches are views of it: nothing is copied and nothing is freed while it is read.
        using var reader = new ArrowStreamReader(bytes.AsMemory());
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            yield return batch;
        }
    }

    public static byte[] WriteSchema(Schema schema)
    {
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true))
        {
            writer.WriteStart();
            writer.WriteEnd();
        }

        return stream.ToArray();
    }

    public static Schema ReadSchema(byte[] bytes)
    {
        using var reader = new ArrowStreamReader(bytes.AsMemory());
        return reader.Schema;
    }
}
