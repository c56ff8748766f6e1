namespace FashionSpark;

/// <summary>A Delta log or data file that is torn, empty or contradicts itself.</summary>
public sealed class TableCorruptException : FashionSparkException
{
    public TableCorruptException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

}
