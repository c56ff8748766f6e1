using System.Text;

namespace FashionSpark.Worker.Protocol;

/// <summary>The parts of a task's head that all known versions write alike.</summary>
internal static class TaskSections
{
    /// <summary><c>SQL_MAP_ARROW_ITER_UDF</c>: batches of rows in, batches of rows out.</summary>
    private const int MapArrowIterator = 207;

    /// <summary>First byte of every pickle of protocol 2 and above.</summary>
    private const byte PickleMark = 0x80;

    /// <summary>Stage, partition and attempt. Local properties are settings of Spark, possibly secrets: passed over unread.</summary>
    public static PartitionTask ReadContext(ProtocolReader reader)
    {
        reader.ReadInt(); // stage id
        int partition = reader.ReadInt();
        int attempt = reader.ReadInt();
        long taskAttempt = reader.ReadLong();
        int cpus = reader.ReadInt();
        for (int resources = reader.ReadCount("resources"); resources > 0; resources--)
        {
            reader.SkipText(); // key
            reader.SkipText(); // name
            SkipTexts(reader, reader.ReadCount("resource addresses"));
        }

        SkipTexts(reader, 2 * reader.ReadCount("local properties"));
        return new PartitionTask(partition, attempt, taskAttempt, Math.Max(1, cpus), Spec: "");
    }

    /// <summary>The folder of the session's files and the Python packages in it.</summary>
    public static void SkipFiles(ProtocolReader reader)
    {
        reader.SkipText();
        SkipTexts(reader, reader.ReadCount("Python includes"));
    }

    /// <summary>A partition function uses no broadcast variables; Spark Connect sends none.</summary>
    public static void SkipBroadcasts(ProtocolReader reader)
    {
        bool encrypted = reader.ReadBoolean();
        int count = reader.ReadCount("broadcast variables");
        if (encrypted)
        {
            // Spark would wait for this worker to fetch them from another socket.
            throw new UnsupportedSparkException(
                $"Spark wants to send {count} encrypted broadcast variables, which partition functions do not use. " +
                "Run FashionSpark's jobs in a session of their own.");
        }

        for (; count > 0; count--)
        {
            // A negative id takes a variable back and has no path.
            if (reader.ReadLong() >= 0)
            {
                reader.SkipText();
            }
        }
    }

    public static void ReadEvalType(ProtocolReader reader)
    {
        int type = reader.ReadInt();
        if (type != MapArrowIterator)
        {
            throw new UnsupportedSparkException(
                $"The .NET worker got a Python function of evaluation type {type}; it runs FashionSpark's partition functions only (type {MapArrowIterator}). " +
                "This Connect server's PYSPARK_PYTHON names the .NET worker: run Python functions on another server, " +
                "or unset it there and use the bridge door.");
        }
    }

    /// <summary>Settings that tell Python how to convert values; Arrow batches are taken as they are.</summary>
    public static void SkipSettings(ProtocolReader reader) => SkipTexts(reader, 2 * reader.ReadCount("settings"));

    /// <summary>The one command among lists that could hold several.</summary>
    public static string ReadCommand(ProtocolReader reader)
    {
        RequireOne(reader.ReadCount("functions"), "functions");
        for (int arguments = reader.ReadCount("arguments"); arguments > 0; arguments--)
        {
            reader.ReadInt();
        }

        RequireOne(reader.ReadCount("chained functions"), "chained functions");
        byte[] command = reader.ReadBytes();
        if (command.Length == 0 || command[0] == PickleMark)
        {
            throw new UnsupportedSparkException(
                "A pickled Python function reached the .NET worker, which this Connect server's PYSPARK_PYTHON names. " +
                "Use the direct door of FashionSpark with this server, or unset PYSPARK_PYTHON there and use the bridge door.");
        }

        return Encoding.UTF8.GetString(command);
    }

    private static void RequireOne(int count, string things)
    {
        if (count != 1)
        {
            throw new WorkerProtocolException($"Spark sent {count} {things}; a partition function is exactly one.");
        }
    }

    private static void SkipTexts(ProtocolReader reader, int count)
    {
        for (; count > 0; count--)
        {
            reader.SkipText();
        }
    }
}
