using Amazon.Runtime;
using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Postgres;
using FashionSpark.Testing;
using Npgsql;

namespace FashionSpark.Aws.Tests.Postgres;

public sealed class RdsTokenTests
{
    private static readonly DateTimeOffset Then = new(2016, 11, 7, 17, 39, 33, TimeSpan.Zero);
    private readonly PostgresServer _server;

    public RdsTokenTests(PostgresServer server) => _server = server;

    /// <summary>The same input, and the same signature, as in the tests of AWS's own botocore.</summary>
    [Fact]
    public void Create_KnownInput_KnownSignature() => Assert.Equal(
        "prod-instance.us-east-1.rds.amazonaws.com:3306/?Action=connect&DBUser=someusername&X-Amz-Algorithm=AWS4-HMAC-SHA256" +
        "&X-Amz-Credential=akid%2F20161107%2Fus-east-1%2Frds-db%2Faws4_request&X-Amz-Date=20161107T173933Z&X-Amz-Expires=900" +
        "&X-Amz-SignedHeaders=host&X-Amz-Signature=d1138cdbc0ca63eec012ec0fc6c2267e03642168f5884a7795320d4c18374c61",
        RdsToken.Create("prod-instance.us-east-1.rds.amazonaws.com", 3306, "someusername", "us-east-1", new ImmutableCredentials("akid", "skid", null), Then));

    [Fact]
    public void Create_CredentialsOfARole_HaveTheirTokenInIt() => Assert.Contains(
        "&X-Amz-Expires=900&X-Amz-Security-Token=a%2Fb%3D&X-Amz-SignedHeaders=host&",
        RdsToken.Create("h", 5432, "u", "eu-central-1", new ImmutableCredentials("akid", "skid", "a/b="), Then), StringComparison.Ordinal);

    [Fact]
    public async Task Next_LaterAndWithOtherCredentials_IsSignedAnew()
    {
        var time = new FixedTime();
        var credentials = new Queue<ImmutableCredentials>([new("first", "s", null), new("second", "s", null)]);
        var passwords = new RdsPasswords("h", 5432, "u", "eu-central-1", () => Task.FromResult(credentials.Dequeue()), time);

        string first = await passwords.NextAsync();
        time.Advance(TimeSpan.FromMinutes(14));
        string second = await passwords.NextAsync();

        Assert.Contains("Credential=first%2F20260102%2F", first, StringComparison.Ordinal);
        Assert.Contains("X-Amz-Date=20260102T030405Z", first, StringComparison.Ordinal);
        Assert.Contains("Credential=second%2F20260102%2F", second, StringComparison.Ordinal);
        Assert.Contains("X-Amz-Date=20260102T031805Z", second, StringComparison.Ordinal);
    }

    /// <summary>A database that is not RDS takes the token for a password, and refuses it: so it was sent, over TLS, and no error repeats it.</summary>
    [Fact]
    public async Task Connect_WithIam_TheTokenIsThePassword()
    {
        Assert.SkipUnless(PostgresServer.WhyMissing is null, PostgresServer.WhyMissing ?? "");
        string database = await _server.CreateDatabaseAsync();
        var plain = new Uri(_server.Address(database));
        string name = PostgresServers.Record($"postgres://{PostgresServer.User}@localhost:{plain.Port}{plain.PathAndQuery}&iam=eu-central-1");

        var error = await Assert.ThrowsAsync<PostgresException>(async () => await PostgresServers.Get(name).OpenConnectionAsync(TestContext.Current.CancellationToken));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, error.SqlState);
        Assert.DoesNotContain("X-Amz-Signature", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("password authentication failed", error.MessageText, StringComparison.Ordinal);
    }
}
