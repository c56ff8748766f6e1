namespace FashionSpark;

/// <summary>A Delta table that asks for protocol features this reader or writer does not have.</summary>
public sealed class UnsupportedTableException : FashionSparkException
{
    public UnsupportedTableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

}
