using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RpcStatus = FashionSpark.Spark.Protocol.Status;

namespace FashionSpark.Spark.Connect;

/// <summary>What a server adds to a failed call: a <c>google.rpc.Status</c> in a trailer.</summary>
internal static class StatusDetails
{
    public const string Trailer = "grpc-status-details-bin";

    /// <summary>Null where there is none, or one that is not understood: the call's own status then has to do.</summary>
    public static RpcStatus? Read(RpcException error)
    {
        if (error.Trailers.GetValueBytes(Trailer) is not byte[] bytes)
        {
            return null;
        }

        try
        {
            return RpcStatus.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    public static T? Read<T>(RpcException error, MessageDescriptor descriptor)
        where T : class, IMessage, new()
    {
        foreach (Any detail in Read(error)?.Details ?? [])
        {
            if (detail.Is(descriptor))
            {
                return detail.Unpack<T>();
            }
        }

        return null;
    }
}
