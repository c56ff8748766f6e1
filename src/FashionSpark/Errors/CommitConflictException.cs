namespace FashionSpark;

/// <summary>Another writer changed a Delta table in a way that this commit cannot follow.</summary>
public sealed class CommitConflictException : FashionSparkException
{
    public CommitConflictException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

}
