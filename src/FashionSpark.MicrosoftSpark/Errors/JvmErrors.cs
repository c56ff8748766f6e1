using System.Text.RegularExpressions;
using FashionSpark.MicrosoftSpark.Executors;
using FashionSpark.Spark;
using Microsoft.Spark;

namespace FashionSpark.MicrosoftSpark.Errors;

/// <summary>Makes a <see cref="SparkException"/> of the Java stack that Microsoft.Spark keeps as text.</summary>
internal static partial class JvmErrors
{
    /// <summary>Null where the error is not Java's.</summary>
    public static SparkException? TryTranslate(Exception error)
    {
        if (error.InnerException is not JvmException java)
        {
            return null;
        }

        string text = java.Message;
        string? remote = Remote(text);
        Match first = FirstLine().Match(text);
        string message = first.Success ? first.Groups[2].Value.Trim() : text.Split('\n')[0].Trim();
        return new SparkException(remote ?? message, error)
        {
            ErrorClass = SparkErrors.ClassOf(message),
            JavaClasses = [.. JavaClass().Matches(text).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)],
            ServerStack = text,
            RemoteError = remote,
            RemoteType = RemoteError.TypeOf(remote),
        };
    }

    /// <summary>The .NET exception of a partition function, as text; null where there was none.</summary>
    private static string? Remote(string text)
    {
        int start = text.IndexOf(GroupOutput.ErrorMark, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        // Java's own frames begin with a tabulator, those of .NET with blanks.
        start += GroupOutput.ErrorMark.Length;
        int end = text.IndexOf("\n\tat ", start, StringComparison.Ordinal);
        return text[start..(end < 0 ? text.Length : end)].Trim();
    }

    [GeneratedRegex(@"^((?:[\w$]+\.)+[\w$]+): (.*)", RegexOptions.CultureInvariant)]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"^(?:Caused by: )?((?:[\w$]+\.)+[\w$]*(?:Exception|Error))\b", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex JavaClass();
}
