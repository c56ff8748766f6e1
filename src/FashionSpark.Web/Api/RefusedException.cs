namespace FashionSpark.Web.Api;

/// <summary>A request that is answered with a problem.</summary>
internal sealed class RefusedException : Exception
{
    /// <param name="status">HTTP status.</param>
    /// <param name="reason">Code for programs and metrics, such as <c>too-many-files</c>.</param>
    /// <param name="message">What is wrong, the value, and what to do.</param>
    public RefusedException(int status, string reason, string message)
        : base(message)
    {
        Status = status;
        Reason = reason;
    }

    public int Status { get; }

    public string Reason { get; }
}
