namespace FashionSpark.Worker.Protocol;

/// <summary>A Spark version whose bytes were never tried, or a caller that is not ours.</summary>
internal sealed class UnsupportedSparkException : FashionSparkException
{
    public UnsupportedSparkException(string message)
        : base(message)
    {
    }

    public override bool IsBadInput => true;
}
