using FashionSpark.Spark.Connect;
using Grpc.Core;

namespace FashionSpark.Spark;

/// <summary>The faults on the way to Spark, each with its cure; what Spark itself says stays as it is.</summary>
internal static class SparkFaults
{
    public static string Explain(RpcException error, string message, string endpoint)
    {
        if (RetryRules.IsUnknownOperation(error))
        {
            return $"The Spark Connect server at {endpoint} no longer knows this session or what it was running: it was started anew, or dropped the session when nothing was heard for long. " +
                $"Run again; what was committed is not written twice. ({message})";
        }

        if (SparkCures.Find(message) is string cure)
        {
            return $"{cure} Spark says: {message}";
        }

        return error.StatusCode switch
        {
            StatusCode.Unavailable =>
                $"The Spark Connect server at {endpoint} cannot be reached, or went away. Does it run, and listen on that port? " +
                $"Is a proxy or firewall between? With TLS on one side only (use_ssl) there is no answer either. ({message})",
            StatusCode.Unauthenticated =>
                $"The Spark Connect server at {endpoint} does not accept the token, or wants one. Set token=... in the connection string, or {ConnectionStringParser.TokenVariable}. " +
                $"If it was accepted before, it has expired: with a new one the same command goes on where this one was. ({message})",
            StatusCode.PermissionDenied =>
                $"The Spark Connect server at {endpoint} does not allow this: the token or user_id lacks the right. ({message})",
            StatusCode.Unimplemented =>
                $"What answers at {endpoint} does not know this call: it is no Spark Connect server, or an older one than Spark 3.5. ({message})",
            StatusCode.ResourceExhausted =>
                $"A message to or from the Spark Connect server at {endpoint} is too large. Its limit is spark.connect.grpc.maxInboundMessageSize; larger data goes through Parquet. ({message})",
            _ => message.Length > 0 ? message : $"The Spark Connect server at {endpoint} failed with {error.StatusCode} and says no more. Its log may.",
        };
    }
}
