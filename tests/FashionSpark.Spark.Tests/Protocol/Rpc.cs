using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FashionSpark.Spark.Tests.Protocol;

/// <summary>Short ways to the answers and errors of a server.</summary>
internal static class Rpc
{
    public static ExecutePlanResponse Response(string id, string? data = null) => new()
    {
        ResponseId = id,
        ArrowBatch = new ExecutePlanResponse.Types.ArrowBatch { Data = ByteString.CopyFromUtf8(data ?? id) },
    };

    public static ExecutePlanResponse Complete(string id) => new() { ResponseId = id, ResultComplete = new ExecutePlanResponse.Types.ResultComplete() };

    public static RpcException Error(StatusCode code, string detail = "") => new(new Grpc.Core.Status(code, detail));

    /// <summary>An error as Spark's server makes it.</summary>
    public static RpcException SparkError(string reason, string message, params (string, string)[] metadata)
    {
        var info = new ErrorInfo { Reason = reason, Domain = "org.apache.spark" };
        foreach ((string key, string value) in metadata)
        {
            info.Metadata.Add(key, value);
        }

        return WithDetail(StatusCode.Internal, message, info);
    }

    public static RpcException WithDetail(StatusCode code, string message, IMessage detail)
    {
        var status = new FashionSpark.Spark.Protocol.Status { Code = (int)code, Message = message, Details = { Any.Pack(detail) } };
        return new RpcException(new Grpc.Core.Status(code, message), new Metadata { { StatusDetails.Trailer, status.ToByteArray() } });
    }
}
