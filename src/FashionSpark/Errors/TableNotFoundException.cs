namespace FashionSpark;

/// <summary>A path without a Delta table.</summary>
public sealed class TableNotFoundException : FashionSparkException
{
    public TableNotFoundException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public override bool IsBadInput => true;
}
