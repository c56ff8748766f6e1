using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Spark;

/// <summary>
/// Files without a byte: Spark's file sources leave them out, but an empty picture is one that quarantine must name. Seen
/// only where the driver sees the folder too.
/// </summary>
internal static class EmptyFiles
{
    /// <summary>Rows of <see cref="BinaryFileSchema"/>; null where there is no such file.</summary>
    public static RecordBatch? Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden };
        object?[][] rows =
        [
            .. new DirectoryInfo(Path.GetFullPath(folder)).EnumerateFiles("*", options)
                .Where(file => file.Length == 0 && !IsLeftOut(Path.GetRelativePath(folder, file.FullName)))
                .OrderBy(file => file.FullName, StringComparer.Ordinal)
                .Select(file => (object?[])[file.FullName, new DateTimeOffset(file.LastWriteTimeUtc), 0L, System.Array.Empty<byte>()]),
        ];
        return rows.Length == 0 ? null : RowBatch.Create(BinaryFileSchema.Schema, rows);
    }

    /// <summary>What Spark would not list if it had bytes.</summary>
    private static bool IsLeftOut(string path) => path.Split(Path.DirectorySeparatorChar).Any(name => name.StartsWith('_'));
}
