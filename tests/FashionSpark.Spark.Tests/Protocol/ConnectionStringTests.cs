using FashionSpark.Spark.Connect;

namespace FashionSpark.Spark.Tests.Protocol;

public sealed class ConnectionStringTests
{
    [Fact]
    public void Parse_HostOnly_HasDefaults()
    {
        SparkConnectionString server = SparkConnectionString.Parse("sc://spark.example");

        Assert.Equal(("spark.example", 15002, false), (server.Host, server.Port, server.UseTls));
        Assert.Equal("http://spark.example:15002/", server.Address.AbsoluteUri);
        Assert.Null(server.Token);
    }

    [Fact]
    public void Parse_Databricks_EveryKeyHasItsPlace()
    {
        SparkConnectionString server = SparkConnectionString.Parse(
            "sc://adb.example:443/;token=dapi%20x==;x-databricks-cluster-id=0123-abc;user_id=me;user_agent=mine;session_id=00112233-4455-6677-8899-aabbccddeeff;");

        Assert.Equal("dapi x==", server.Token);
        Assert.True(server.UseTls);
        Assert.Equal("https://adb.example/", server.Address.AbsoluteUri);
        Assert.Equal(("me", "mine", "00112233-4455-6677-8899-aabbccddeeff"), (server.UserId, server.UserAgent, server.SessionId));
        Assert.Equal(new Dictionary<string, string> { ["x-databricks-cluster-id"] = "0123-abc" }, server.Metadata);
        Assert.DoesNotContain("dapi", server.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Socket()
    {
        SparkConnectionString server = SparkConnectionString.Parse("unix:///databricks/sparkconnect/grpc.sock;user_id=a;session_id=00112233-4455-6677-8899-aabbccddeeff");

        Assert.Equal("/databricks/sparkconnect/grpc.sock", server.SocketPath);
        Assert.Equal("unix:///databricks/sparkconnect/grpc.sock", server.Endpoint);
        Assert.Equal("a", server.UserId);
    }

    [Theory]
    [InlineData("sc://localhost/;token=t", false)]
    [InlineData("sc://127.0.0.1:1/;token=t", false)]
    [InlineData("sc://[::1]:1/;token=t", false)]
    [InlineData("sc://localhost/;token=t;use_ssl=true", true)]
    [InlineData("sc://spark.example/;token=t", true)]
    [InlineData("sc://spark.example/", false)]
    public void Parse_TokenWantsTlsExceptOnLoopback(string text, bool tls) => Assert.Equal(tls, SparkConnectionString.Parse(text).UseTls);

    [Fact]
    public void Parse_TokenFromEnvironment_WhereTheStringHasNone()
    {
        string? Environment(string name) => name == "SPARK_CONNECT_AUTHENTICATE_TOKEN" ? "secret" : null;

        Assert.Equal("secret", SparkConnectionString.Parse("sc://localhost", Environment).Token);
        Assert.Equal("own", SparkConnectionString.Parse("sc://localhost/;token=own", Environment).Token);
    }

    [Theory]
    [InlineData("http://localhost", "'http://localhost' is not a Spark Connect server")]
    [InlineData("sc://", "no valid host name")]
    [InlineData("sc://host:70000", "has the port '70000'")]
    [InlineData("sc://host:x", "has the port 'x'")]
    [InlineData("sc://host/path", "has a path")]
    [InlineData("unix://relative.sock", "names no socket by its full path")]
    [InlineData("sc://host/;use_ssl=yes", "use_ssl is 'yes'; it is true or false")]
    [InlineData("sc://host/;token", "part 'token' has no value")]
    [InlineData("sc://host/;token=a;token=b", "key 'token' twice")]
    [InlineData("sc://host/;session_id=7", "session_id '7' is not a UUID")]
    [InlineData("sc://host/;token=t;use_ssl=false", "the token would travel readable")]
    [InlineData("sc://host/;x y=1", "key 'x y' cannot be sent as gRPC metadata")]
    [InlineData("sc://host/;trace-bin=1", "key 'trace-bin' cannot be sent")]
    [InlineData("sc://host/;x-name=%C3%BC", "value of the connection string's key 'x-name'")]
    [InlineData("unix:///a.sock;use_ssl=true", "use_ssl=true with a unix socket")]
    public void Parse_Wrong_NamesTheKey(string text, string expected)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => SparkConnectionString.Parse(text));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LongUserAgent_IsRefused() =>
        Assert.Contains("user_agent", Assert.Throws<InvalidInputException>(() => SparkConnectionString.Parse($"sc://host/;user_agent={new string('a', 2049)}")).Message, StringComparison.Ordinal);
}
