namespace FashionSpark.Worker.Protocol;

/// <summary>What came from Spark is not what the protocol of its version says.</summary>
internal sealed class WorkerProtocolException : FashionSparkException
{
    public WorkerProtocolException(string message)
        : base(message)
    {
    }
}
