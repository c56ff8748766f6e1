using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Protocol;
using Grpc.Core;

namespace FashionSpark.Spark;

/// <summary>Makes one <see cref="SparkException"/> of a failed call, its details, and the server's answer to FetchErrorDetails.</summary>
internal static partial class SparkErrors
{
    /// <summary>By which the server can be asked for the whole error; Spark 4.</summary>
    public static string? ErrorId(RpcException error) => Info(error)?.Metadata.GetValueOrDefault("errorId");

    /// <param name="error">The failed call.</param>
    /// <param name="details">What FetchErrorDetails said; null where it was not asked or does not exist.</param>
    /// <param name="endpoint">Name of the server in messages.</param>
    public static SparkException Translate(RpcException error, FetchErrorDetailsResponse? details, string endpoint)
    {
        ErrorInfo? info = Info(error);
        FetchErrorDetailsResponse.Types.Error? root = Root(details);
        string message = Longest(root?.Message, StatusDetails.Read(error)?.Message, error.Status.Detail);
        string reason = info?.Reason ?? string.Empty;
        string? remote = RemoteError.Find(reason, message);
        FetchErrorDetailsResponse.Types.SparkThrowable? throwable = root?.SparkThrowable;
        string? errorClass = throwable is { HasErrorClass: true } ? throwable.ErrorClass : info?.Metadata.GetValueOrDefault("errorClass");
        return new SparkException(SparkFaults.Explain(error, remote ?? message, endpoint), error)
        {
            ErrorClass = errorClass is { Length: > 0 } ? errorClass : ClassOf(message),
            SqlState = throwable is { HasSqlState: true } ? throwable.SqlState : info?.Metadata.GetValueOrDefault("sqlState") ?? Capture(StateInMessage(), message),
            MessageParameters = new Dictionary<string, string>(throwable?.MessageParameters.ToDictionary() ?? [], StringComparer.Ordinal),
            JavaClasses = root is not null ? [.. root.ErrorTypeHierarchy] : Classes(info),
            ServerStack = details is null ? null : Stack(details),
            RemoteError = remote,
            RemoteType = RemoteError.TypeOf(remote),
            RpcStatus = error.StatusCode.ToString(),
        };
    }

    /// <summary>The error class that a message of Spark's begins with; null = none.</summary>
    public static string? ClassOf(string message) => Capture(ClassInMessage(), message);

    private static ErrorInfo? Info(RpcException error) => StatusDetails.Read<ErrorInfo>(error, ErrorInfo.Descriptor);

    private static FetchErrorDetailsResponse.Types.Error? Root(FetchErrorDetailsResponse? details) =>
        details is { HasRootErrorIdx: true } && details.RootErrorIdx >= 0 && details.RootErrorIdx < details.Errors.Count ? details.Errors[details.RootErrorIdx] : null;

    /// <summary>A status cuts its message at 2048 characters; the details have it whole.</summary>
    private static string Longest(params ReadOnlySpan<string?> candidates)
    {
        string longest = string.Empty;
        foreach (string? candidate in candidates)
        {
            longest = candidate?.Length > longest.Length ? candidate : longest;
        }

        return longest;
    }

    private static string[] Classes(ErrorInfo? info)
    {
        if (info is null)
        {
            return [];
        }

        try
        {
            return info.Metadata.TryGetValue("classes", out string? classes) ? JsonSerializer.Deserialize<string[]>(classes) ?? [] : [info.Reason];
        }
        catch (JsonException)
        {
            return [info.Reason];
        }
    }

    private static string Stack(FetchErrorDetailsResponse details)
    {
        var text = new StringBuilder();
        var seen = new HashSet<int>();
        int next = details.HasRootErrorIdx ? details.RootErrorIdx : -1;
        while (next >= 0 && next < details.Errors.Count && seen.Add(next))
        {
            FetchErrorDetailsResponse.Types.Error error = details.Errors[next];
            text.Append(seen.Count == 1 ? string.Empty : "Caused by: ").Append(error.ErrorTypeHierarchy.FirstOrDefault()).Append(": ").AppendLine(error.Message);
            foreach (FetchErrorDetailsResponse.Types.StackTraceElement frame in error.StackTrace)
            {
                text.Append("\tat ").Append(frame.DeclaringClass).Append('.').Append(frame.MethodName)
                    .Append('(').Append(frame.FileName).Append(':').Append(frame.LineNumber).AppendLine(")");
            }

            next = error.HasCauseIdx ? error.CauseIdx : -1;
        }

        return text.ToString();
    }

    private static string? Capture(Regex pattern, string message) => pattern.Match(message) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^\[(_?[A-Z][A-Z0-9_]*(?:\.[A-Z0-9_]+)*)\]", RegexOptions.CultureInvariant)]
    private static partial Regex ClassInMessage();

    [GeneratedRegex(@"SQLSTATE: ([0-9A-Z]{5})", RegexOptions.CultureInvariant)]
    private static partial Regex StateInMessage();
}
