using System.Net.Sockets;

namespace FashionSpark.Worker.Bridge;

/// <summary>The connection to Spark that a Python worker passed on to its child, which both may use, one at a time.</summary>
/// <remarks>
/// Blocking calls only: what .NET does for others makes the connection non-blocking, for Python too. And never closed: .NET
/// shuts a connection down before it closes it, for all who have it, and Spark would see its end instead of Python's error.
/// </remarks>
internal static class InheritedConnection
{
    /// <exception cref="SocketException">The descriptor is no socket.</exception>
    public static Stream Open(int descriptor)
    {
        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: false));
        if (socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
        {
            // A schema or the end of a stream is small, and would wait for the acknowledgement of the batch before.
            socket.NoDelay = true;
        }

        return new NetworkStream(socket, ownsSocket: false);
    }
}
