namespace FashionSpark;

/// <summary>An option, job key or argument that cannot be used.</summary>
public sealed class InvalidInputException : FashionSparkException
{
    public InvalidInputException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public override bool IsBadInput => true;
}
