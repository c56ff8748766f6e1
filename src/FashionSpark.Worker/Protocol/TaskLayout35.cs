namespace FashionSpark.Worker.Protocol;

/// <summary>Spark 3.5: port and secret of the barrier are always there.</summary>
internal sealed class TaskLayout35 : ITaskLayout
{
    public string Version => "3.5";

    public PartitionTask Read(ProtocolReader reader)
    {
        reader.ReadBoolean(); // is barrier
        reader.ReadInt(); // its port
        reader.SkipText(); // its secret
        PartitionTask context = TaskSections.ReadContext(reader);
        TaskSections.SkipFiles(reader);
        TaskSections.SkipBroadcasts(reader);
        TaskSections.ReadEvalType(reader);
        TaskSections.SkipSettings(reader);
        return context with { Spec = TaskSections.ReadCommand(reader) };
    }
}
