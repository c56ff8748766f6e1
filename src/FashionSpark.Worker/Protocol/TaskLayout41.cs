namespace FashionSpark.Worker.Protocol;

/// <summary>Spark 4.1: the barrier's address only where there is a barrier, and a profiler around the command.</summary>
internal sealed class TaskLayout41 : ITaskLayout
{
    public string Version => "4.1";

    public PartitionTask Read(ProtocolReader reader)
    {
        if (reader.ReadBoolean())
        {
            reader.ReadInt(); // port, -1 for a unix socket
            reader.SkipText(); // secret, or the socket's path
        }

        PartitionTask context = TaskSections.ReadContext(reader);
        TaskSections.SkipFiles(reader);
        TaskSections.SkipBroadcasts(reader);
        TaskSections.ReadEvalType(reader);
        TaskSections.SkipSettings(reader);
        bool profiling = reader.ReadBoolean();
        if (profiling)
        {
            reader.SkipText(); // which profiler; they are Python's, so none runs here
        }

        PartitionTask task = context with { Spec = TaskSections.ReadCommand(reader) };
        if (profiling)
        {
            reader.ReadLong(); // id under which the profile would be reported
        }

        return task;
    }
}
