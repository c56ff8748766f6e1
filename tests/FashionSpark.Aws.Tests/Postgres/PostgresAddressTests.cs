using FashionSpark.Postgres;
using Npgsql;

namespace FashionSpark.Aws.Tests.Postgres;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://u:p%20w@h:6543/d?sslmode=require", "postgres://u@h:6543/d?sslmode=require", "p w")]
    [InlineData("postgresql://u@h/d", "postgres://u@h/d", null)]
    [InlineData("postgres://h/d?password=p%2Fw&sslmode=verify-ca", "postgres://h/d?sslmode=verify-ca", "p/w")]
    public void Parse_TakesThePasswordOutOfTheName(string name, string recorded, string? password)
    {
        PostgresAddress address = PostgresAddress.Parse(name);

        Assert.Equal((recorded, password), (address.Text, address.Password));
        Assert.Equal((recorded, null), (PostgresAddress.Parse(recorded).Text, PostgresAddress.Parse(recorded).Password));
    }

    [Fact]
    public void ToConnection_EveryParameter_MeansWhatLibpqMeans()
    {
        NpgsqlConnectionStringBuilder connection = PostgresAddress
            .Parse("postgres://us%40er@h:6543/d%20b?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem&connect_timeout=7&application_name=nightly")
            .ToConnection();

        Assert.Equal(("h", 6543, "d b", "us@er"), (connection.Host, connection.Port, connection.Database, connection.Username));
        Assert.Equal((SslMode.VerifyFull, "/ca.pem", "/c.pem", "/k.pem"), (connection.SslMode, connection.RootCertificate, connection.SslCertificate, connection.SslKey));
        Assert.Equal((7, "nightly"), (connection.Timeout, connection.ApplicationName));
    }

    [Theory]
    [InlineData("postgres://u@h/d?iam=eu-central-1", "must be encrypted")]
    [InlineData("postgres://u@h/d?iam=eu-central-1&sslmode=prefer", "must be encrypted")]
    [InlineData("postgres://h/d?iam=eu-central-1&sslmode=verify-full", "user must be named")]
    [InlineData("postgres://u:hidden@h/d?iam=eu-central-1&sslmode=verify-full", "not both")]
    public void Record_IamWithoutWhatItTakes_IsRefused(string name, string wanted)
    {
        var error = Assert.Throws<InvalidInputException>(() => PostgresServers.Record(name));

        Assert.Contains(wanted, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://u:hidden@h")]
    [InlineData("postgres://u:hidden@h/d?colour=hidden")]
    [InlineData("postgres://u:hidden@h/d?sslmode=sometimes")]
    public void Record_NoSuchName_IsRefusedWithoutItsSecret(string name)
    {
        var error = Assert.Throws<InvalidInputException>(() => PostgresServers.Record(name));

        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
    }
}
