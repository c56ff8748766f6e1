using System.Buffers;
using System.Globalization;
using System.Text;

namespace FashionSpark.Tables;

/// <summary>Paths of data files: folder names of partitions as Spark escapes them, and their URI encoding in the log.</summary>
internal static class DeltaPath
{
    /// <summary>Folder value of a null or empty partition value.</summary>
    public const string NullPartition = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>What Hive and Spark escape in folder names, besides control characters.</summary>
    private const string EscapedInFolders = "\"#%'*/:=?\\{[]^\u007f";

    /// <summary>What stays as it is in the path of a URI.</summary>
    private const string PlainInUris = "-._~!$&'()*+,;=:@/";

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    /// <summary>Folder of a partition such as <c>split=train/day=2026-01-02</c>, below the table; empty without partition columns.</summary>
    public static string Folder(IEnumerable<KeyValuePair<string, string?>> values) =>
        string.Join('/', values.Select(pair => $"{Escape(pair.Key)}={(string.IsNullOrEmpty(pair.Value) ? NullPartition : Escape(pair.Value))}"));

    /// <summary>A relative path as it stands in the log.</summary>
    public static string Encode(string path)
    {
        StringBuilder encoded = new(path.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(path))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || PlainInUris.Contains((char)b, StringComparison.Ordinal))
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return encoded.ToString();
    }

    /// <summary>A path of the log as a path of the file system: relative to the table, or absolute.</summary>
    /// <exception cref="UnsupportedTableException">A URI of another scheme than <c>file</c>.</exception>
    public static string Decode(string logPath)
    {
        string path = logPath;
        int colon = path.IndexOf(':', StringComparison.Ordinal);
        if (colon > 1 && path.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0)
        {
            if (!path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            {
                throw new UnsupportedTableException($"Data file '{logPath}' lies outside the local file system; copy the table, or read it with Spark.");
            }

            // file:/p and file:///p are the same; file://host/p is not local.
            path = path["file:".Length..];
            path = path.StartsWith("///", StringComparison.Ordinal) ? path[2..] : path;
        }

        return Uri.UnescapeDataString(path);
    }

    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            if (c < ' ' || EscapedInFolders.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
