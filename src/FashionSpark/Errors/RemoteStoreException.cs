namespace FashionSpark;

/// <summary>A store outside of this machine that does not answer, or not to us: no permission, expired credentials, no connection.</summary>
public sealed class RemoteStoreException : FashionSparkException
{
    public RemoteStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
