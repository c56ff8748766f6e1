namespace FashionSpark;

/// <summary>An output that is already there and was not asked to be replaced.</summary>
public sealed class OutputExistsException : FashionSparkException
{
    public OutputExistsException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public override bool IsBadInput => true;
}
