using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace FashionSpark.Postgres;

/// <summary>
/// What Amazon RDS takes as password where IAM says who may connect: an address signed with AWS credentials (Signature Version 4, as a
/// query), good for connections made within 15 minutes.
/// </summary>
internal static class RdsToken
{
    private const string Service = "rds-db";
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string ValidSeconds = "900";

    /// <param name="host">Host of the database, as it is connected to.</param>
    /// <param name="port">Its port.</param>
    /// <param name="user">The database's user.</param>
    /// <param name="region">Region of the database.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="now">The time of signing.</param>
    public static string Create(string host, int port, string user, string region, ImmutableCredentials credentials, DateTimeOffset now)
    {
        string time = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string day = time[..8];
        string scope = $"{day}/{region}/{Service}/aws4_request";
        string server = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");

        // In the order of their names, as they are signed.
        List<(string Name, string Value)> parameters =
        [
            ("Action", "connect"), ("DBUser", user), ("X-Amz-Algorithm", Algorithm), ("X-Amz-Credential", $"{credentials.AccessKey}/{scope}"),
            ("X-Amz-Date", time), ("X-Amz-Expires", ValidSeconds),
        ];
        if (credentials.UseToken)
        {
            parameters.Add(("X-Amz-Security-Token", credentials.Token));
        }

        parameters.Add(("X-Amz-SignedHeaders", "host"));
        string query = string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        string request = $"GET\n/\n{query}\nhost:{server}\n\nhost\n{Hex(SHA256.HashData([]))}";
        string toSign = $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        byte[] key = ((string[])[day, region, Service, "aws4_request"]).Aggregate(Encoding.UTF8.GetBytes($"AWS4{credentials.SecretKey}"), Sign);
        return $"{server}/?{query}&X-Amz-Signature={Hex(Sign(key, toSign))}";
    }

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
