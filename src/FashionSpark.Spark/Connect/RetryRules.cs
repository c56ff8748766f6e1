using FashionSpark.Spark.Protocol;
using Grpc.Core;

namespace FashionSpark.Spark.Connect;

/// <summary>Which failures may pass by themselves, as PySpark's default policy sees it.</summary>
internal static class RetryRules
{
    public static bool IsRetriable(RpcException error) => error.StatusCode switch
    {
        StatusCode.Unavailable => true,

        // Another call took this one's place on the operation's stream.
        StatusCode.Internal when error.Status.Detail.Contains("INVALID_CURSOR.DISCONNECTED", StringComparison.Ordinal) => true,

        // A connection cut in mid message has no status of the server; which code it gets depends on where it was cut.
        StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown when error.Status.DebugException is IOException or HttpRequestException => true,
        _ => ServerDelay(error) is not null,
    };

    /// <summary>The operation never reached the server, or the server has forgotten it.</summary>
    public static bool IsUnknownOperation(RpcException error) =>
        error.Status.Detail.Contains("INVALID_HANDLE.OPERATION_NOT_FOUND", StringComparison.Ordinal)
        || error.Status.Detail.Contains("INVALID_HANDLE.SESSION_NOT_FOUND", StringComparison.Ordinal);

    /// <summary>How long the server asks to wait; null where it says nothing.</summary>
    public static TimeSpan? ServerDelay(RpcException error) =>
        StatusDetails.Read<RetryInfo>(error, RetryInfo.Descriptor)?.RetryDelay is { } delay ? delay.ToTimeSpan() : null;
}
