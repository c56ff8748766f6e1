using System.Text;

namespace FashionSpark.Worker.Protocol;

/// <summary>What a user reads when a partition function failed.</summary>
internal static class FailureText
{
    /// <summary>Spark cuts at 2048 characters; the client of 3.5 has no way to ask for the rest.</summary>
    public const int Longest = 1990;

    /// <summary>The part of a message that is shown, so that the place and the stack find room after it.</summary>
    private const int LongestMessage = 1200;

    /// <summary>The message first, then its causes, then where, then as much of the stack as finds room.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="where">Function and partition, where they are known by then.</param>
    public static string Of(Exception exception, string where)
    {
        var text = new StringBuilder(Cut($"{exception.GetType().FullName}: {exception.Message}", LongestMessage));
        for (Exception? cause = exception.InnerException; cause is not null; cause = cause.InnerException)
        {
            text.Append("\n caused by ").Append(Cut($"{cause.GetType().FullName}: {cause.Message}", LongestMessage / 4));
        }

        text.Append("\n in ").Append(where).Append('\n').Append(exception.StackTrace);
        return Cut(text.ToString(), Longest);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
}
