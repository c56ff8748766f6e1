using System.Security.Cryptography;
using System.Text;
using FashionSpark.Worker.Protocol;

namespace FashionSpark.Worker.Daemon;

/// <summary>The word by which the JVM and its workers know each other on loopback, where every user may connect.</summary>
internal static class Secret
{
    /// <summary>Reads the caller's secret and answers; false where it is wrong.</summary>
    public static bool Accept(ProtocolReader reader, ProtocolWriter writer, string secret)
    {
        string? offered = reader.ReadText();
        bool right = offered is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(offered), Encoding.UTF8.GetBytes(secret));
        writer.WriteText(right ? "ok" : "err");
        writer.Flush();
        return right;
    }

    /// <summary>Sends ours and reads the answer.</summary>
    /// <exception cref="WorkerProtocolException">It was refused.</exception>
    public static void Offer(ProtocolReader reader, ProtocolWriter writer, string secret)
    {
        writer.WriteText(secret);
        writer.Flush();
        string? answer = reader.ReadText();
        if (answer != "ok")
        {
            throw new WorkerProtocolException($"Spark answered '{answer}' to the worker's secret. Something else listens on its port.");
        }
    }
}
