using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FashionSpark.Spark;

/// <summary>Finds the .NET error in what Spark says of a failed Python function.</summary>
internal static partial class RemoteError
{
    public const string PythonException = "org.apache.spark.api.python.PythonException";

    /// <summary>
    /// The direct door's text is the .NET text as it is. The bridge's stands at the end of a Python traceback, after the
    /// type of the Python exception that carried it.
    /// </summary>
    public static string? Find(string reason, string message)
    {
        if (reason != PythonException && !message.Contains(PythonException, StringComparison.Ordinal))
        {
            return null;
        }

        int traceback = message.IndexOf("Traceback (most recent call last)", StringComparison.Ordinal);
        if (traceback < 0)
        {
            return reason == PythonException ? message.Trim() : null;
        }

        Match carrier = CarrierLine().Match(message, traceback);
        return carrier.Success ? message[(carrier.Index + carrier.Length)..].Trim() : null;
    }

    /// <summary>The .NET type at the beginning of the text; null where there is none.</summary>
    public static string? TypeOf(string? remote) => remote is not null && TypeName().Match(remote) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Whether exceptions of a type are a user's to mend. Each type answers with a constant, so no instance need be made whole.</summary>
    public static bool IsBadInput(string? type) =>
        type is not null
        && typeof(FashionSparkException).Assembly.GetType(type) is { IsAbstract: false } known
        && known.IsSubclassOf(typeof(FashionSparkException))
        && ((FashionSparkException)RuntimeHelpers.GetUninitializedObject(known)).IsBadInput;

    /// <summary>The bridge raises RuntimeError for what .NET said, and its own type for what it says itself; any other Python error stays as it is.</summary>
    [GeneratedRegex(@"^(?:RuntimeError|(?:\w+\.)*FashionSparkError): ", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CarrierLine();

    [GeneratedRegex(@"^((?:\w+\.)+\w+): ", RegexOptions.CultureInvariant)]
    private static partial Regex TypeName();
}
