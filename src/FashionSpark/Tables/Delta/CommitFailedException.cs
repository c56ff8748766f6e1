namespace FashionSpark.Tables;

/// <summary>A commit that certainly was not made. Carries the cause; callers see that, after the files are cleaned up.</summary>
internal sealed class CommitFailedException : IOException
{
    public CommitFailedException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
