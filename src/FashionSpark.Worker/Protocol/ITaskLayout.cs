namespace FashionSpark.Worker.Protocol;

/// <summary>How one Spark version writes the head of a task. The bytes do not say what they are: a wrong layout reads nonsense.</summary>
internal interface ITaskLayout
{
    /// <summary>Major and minor version, such as <c>3.5</c>.</summary>
    string Version { get; }

    /// <summary>Reads from behind the version text up to the first byte of the Arrow stream.</summary>
    PartitionTask Read(ProtocolReader reader);
}
