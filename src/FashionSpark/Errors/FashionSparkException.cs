namespace FashionSpark;

/// <summary>
/// Root of every error this system raises on purpose. Each cause a caller can act on has its own type; the message
/// names what is wrong, the value, and what to do.
/// </summary>
public abstract class FashionSparkException : Exception
{
    protected FashionSparkException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>True where the user's input or options are the cause, so that trying again unchanged is useless.</summary>
    public virtual bool IsBadInput => false;
}
