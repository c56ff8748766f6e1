namespace FashionSpark;

/// <summary>A partition function failed; names the function and the partition.</summary>
public sealed class PartitionFailedException : FashionSparkException
{
    public PartitionFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

}
