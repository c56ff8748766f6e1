using System.Net;
using Amazon.Runtime;

namespace FashionSpark.S3;

/// <summary>What S3 and the SDK say, as an error that names the object and what to do.</summary>
internal static class S3Errors
{
    public static bool IsOfS3(Exception error) => error is AmazonServiceException or AmazonClientException;

    /// <summary>Asks, and words what goes wrong.</summary>
    /// <exception cref="RemoteStoreException">No permission, expired credentials, or S3 does not answer.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, string what, string permission)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfS3(e))
        {
            throw Translate(e, what, permission);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new RemoteStoreException($"The server of '{what}' cannot be reached, or the connection broke: {e.Message}", e);
        }
    }

    /// <param name="error">What was thrown, <see cref="IsOfS3"/>.</param>
    /// <param name="what">The bucket or object, such as <c>s3://bucket/key</c>.</param>
    /// <param name="permission">The permission that the request needs, such as <c>s3:GetObject</c>.</param>
    public static FashionSparkException Translate(Exception error, string what, string permission) =>
        error is AmazonServiceException service ? Refused(service, what, permission) : new RemoteStoreException(
            $"'{what}' could not be reached: {FirstLine(error.Message)} Credentials come from the environment, the AWS profile (AWS_PROFILE) or the role of the machine.", error);

    private static FashionSparkException Refused(AmazonServiceException error, string what, string permission) => error.ErrorCode switch
    {
        "NoSuchBucket" => new DatasetException($"'{what}': there is no such bucket. Is the name right, and the endpoint?", error),
        "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" => new RemoteStoreException(
            $"The AWS credentials expired at '{what}'. Renew them and run the same command again; what is finished is kept.", error),
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" => new RemoteStoreException(
            $"The AWS credentials were refused at '{what}' ({error.ErrorCode}). Check AWS_PROFILE, or AWS_ACCESS_KEY_ID and what belongs to it.", error),
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => new DatasetException(
            $"'{what}' lies in another region. Name it with --s3-region. S3 says: {FirstLine(error.Message)}", error),
        "SlowDown" or "ServiceUnavailable" or "InternalError" => new RemoteStoreException(
            $"S3 answers {error.ErrorCode} at '{what}', each time it was asked. Run the same command again later; what is finished is kept.", error),
        _ when error.StatusCode is HttpStatusCode.Forbidden => new RemoteStoreException(
            $"No permission at '{what}': it takes {permission} (and kms:Decrypt where a key of your own encrypts it). S3 says: {FirstLine(error.Message)}", error),
        _ => new RemoteStoreException($"'{what}' could not be reached: {error.ErrorCode} {(int)error.StatusCode}: {FirstLine(error.Message)}", error),
    };

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();
}
