using System.Net;
using System.Net.Sockets;
using FashionSpark.Worker.Bridge;

namespace FashionSpark.Worker.Tests.Bridge;

public sealed class InheritedConnectionTests
{
    [Fact]
    public void Letting_go_of_it_leaves_the_connection_to_Python()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var python = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        python.Connect(listener.LocalEndPoint!);
        using Socket spark = listener.Accept();

        using (Stream child = InheritedConnection.Open((int)python.Handle))
        {
            child.Write([1]);
        }

        python.Send([2]);
        var received = new byte[2];
        using var stream = new NetworkStream(spark);
        stream.ReadExactly(received);
        Assert.Equal([1, 2], received);
    }
}
