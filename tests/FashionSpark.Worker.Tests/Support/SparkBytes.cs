using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using FashionSpark.Worker.Protocol;

namespace FashionSpark.Worker.Tests.Support;

/// <summary>Writes a task as the JVM of a Spark version does: from its source, not from our reader.</summary>
internal static class SparkBytes
{
    public const string EndOfArrowStream = "FFFFFFFF00000000";

    public static void WriteHead(ProtocolWriter writer, string version, string command, TaskNumbers? numbers = null)
    {
        numbers ??= new TaskNumbers();
        bool four = version.StartsWith('4');
        writer.WriteInt(numbers.Partition);
        writer.WriteText(version);
        WriteBoolean(writer, numbers.Barrier);
        if (!four || numbers.Barrier)
        {
            writer.WriteInt(numbers.Barrier ? 12345 : 0);
            writer.WriteText(numbers.Barrier ? "barrier secret" : "");
        }

        writer.WriteInt(2); // stage
        writer.WriteInt(numbers.Partition);
        writer.WriteInt(numbers.Attempt);
        writer.WriteLong(7); // task attempt
        writer.WriteInt(numbers.Cpus);
        writer.WriteInt(1);
        WriteTexts(writer, "gpu", "gpu");
        writer.WriteInt(2);
        WriteTexts(writer, "0", "1");
        writer.WriteInt(2); // local properties, one of them without a value
        WriteTexts(writer, "spark.secret", new string('s', 2000), "spark.nothing");
        writer.WriteInt(SpecialLengths.Null);
        writer.WriteText("/tmp/session-files");
        writer.WriteInt(1);
        writer.WriteText("fashionspark_bridge.py");
        WriteBoolean(writer, false);
        writer.WriteInt(2); // broadcasts: one that comes, one that is taken back
        writer.WriteLong(5);
        writer.WriteText("/tmp/broadcast-5");
        writer.WriteLong(-5);
        writer.WriteInt(numbers.EvalType);
        writer.WriteInt(four ? 8 : 3);
        for (int i = 0; i < (four ? 8 : 3); i++)
        {
            WriteTexts(writer, $"spark.sql.setting{i}", "true");
        }

        if (four)
        {
            WriteBoolean(writer, numbers.Profiling);
            if (numbers.Profiling)
            {
                writer.WriteText("perf");
            }
        }

        writer.WriteInt(1);
        writer.WriteInt(1);
        writer.WriteInt(0);
        writer.WriteInt(1);
        writer.WriteText(command);
        if (four && numbers.Profiling)
        {
            writer.WriteLong(99);
        }
    }

    /// <summary>Rows as one struct column, and the mark of the end of the task's input.</summary>
    public static void WriteRows(ProtocolWriter writer, Schema schema, IEnumerable<RecordBatch> batches)
    {
        var type = new StructType(schema.FieldsList);
        var wrapped = new Schema([new Field("struct", type, nullable: false)], metadata: null);
        using (var arrow = new ArrowStreamWriter(writer.Stream, wrapped, leaveOpen: true))
        {
            arrow.WriteStart();
            foreach (RecordBatch batch in batches)
            {
                arrow.WriteRecordBatch(new RecordBatch(wrapped, [new StructArray(type, batch.Length, batch.Arrays, ArrowBuffer.Empty)], batch.Length));
            }

            arrow.WriteEnd();
        }

        writer.WriteInt(SpecialLengths.EndOfStream);
        writer.Flush();
    }

    private static void WriteTexts(ProtocolWriter writer, params string[] texts)
    {
        foreach (string text in texts)
        {
            writer.WriteText(text);
        }
    }

    private static void WriteBoolean(ProtocolWriter writer, bool value) => writer.Stream.WriteByte(value ? (byte)1 : (byte)0);
}
