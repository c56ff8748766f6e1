using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace FashionSpark.Postgres;

/// <summary>A token for every connection that is made, so that none is used after it has expired; credentials come from where every AWS tool takes them.</summary>
internal sealed class RdsPasswords
{
    private readonly string _host;
    private readonly int _port;
    private readonly string _user;
    private readonly string _region;
    private readonly Func<Task<ImmutableCredentials>> _credentials;
    private readonly TimeProvider _time;

    /// <param name="host">Host of the database.</param>
    /// <param name="port">Its port.</param>
    /// <param name="user">The database's user.</param>
    /// <param name="region">Region of the database.</param>
    /// <param name="credentials">Gives what is valid now; null = the SDK's chain.</param>
    /// <param name="time">The clock; null = the system's.</param>
    public RdsPasswords(string host, int port, string user, string region, Func<Task<ImmutableCredentials>>? credentials = null, TimeProvider? time = null)
    {
        _host = host;
        _port = port;
        _user = user;
        _region = region;
        _credentials = credentials ?? FindAsync;
        _time = time ?? TimeProvider.System;
    }

    /// <exception cref="RemoteStoreException">There are no credentials.</exception>
    public async ValueTask<string> NextAsync()
    {
        try
        {
            ImmutableCredentials credentials = await _credentials().ConfigureAwait(false);
            return RdsToken.Create(_host, _port, _user, _region, credentials, _time.GetUtcNow());
        }
        catch (AmazonClientException e)
        {
            throw new RemoteStoreException(
                $"No token for '{_user}' at '{_host}': {e.Message.Split('\n')[0].TrimEnd()} Credentials come from the environment, the AWS profile (AWS_PROFILE) or the role of the machine.", e);
        }
    }

    /// <summary>The chain is asked each time; it renews what a role has lent.</summary>
    private static Task<ImmutableCredentials> FindAsync() => DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync();
}
