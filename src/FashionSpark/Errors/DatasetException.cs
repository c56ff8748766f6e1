namespace FashionSpark;

/// <summary>Source data that is not what it claims to be: truncated, mislabelled, incomplete or empty.</summary>
public sealed class DatasetException : FashionSparkException
{
    public DatasetException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public override bool IsBadInput => true;
}
