namespace FashionSpark.Web.Inference;

/// <summary>More pictures wait than may.</summary>
internal sealed class QueueFullException : Exception
{
    public QueueFullException(string message)
        : base(message)
    {
    }
}
