using Apache.Arrow;

namespace FashionSpark.Engines.Local;

/// <summary>Files of a folder as rows, as Spark's <c>binaryFile</c> source gives them.</summary>
internal static class BinaryFiles
{
    /// <summary>Bytes of content in a batch, unless one file is larger: bounds memory whatever the number of files.</summary>
    private const int BatchBytes = 4 << 20;

    /// <summary>Rows of a batch at most, so that thousands of tiny files do not make one batch.</summary>
    private const int BatchRows = 256;

    public static IEnumerable<Func<PartitionContext, IEnumerable<RecordBatch>>> Partition(string folder, int partitions)
    {
        if (!Directory.Exists(folder))
        {
            throw new DatasetException($"Folder '{folder}' does not exist.");
        }

        // Ordinal order, so that a run does not depend on the file system's.
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden };
        string[] files = [.. Directory.EnumerateFiles(Path.GetFullPath(folder), "*", options).Order(StringComparer.Ordinal)];
        return Enumerable.Range(0, partitions).Select(p =>
        {
            int start = (int)((long)files.Length * p / partitions);
            int end = (int)((long)files.Length * (p + 1) / partitions);
            return (Func<PartitionContext, IEnumerable<RecordBatch>>)(context => Read(files[start..end], context));
        });
    }

    private static IEnumerable<RecordBatch> Read(IEnumerable<string> files, PartitionContext context)
    {
        var rows = new List<object?[]>();
        long bytes = 0;
        foreach (string file in files)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var info = new FileInfo(file);
            byte[]? content = ReadContent(info);
            rows.Add([file, new DateTimeOffset(info.LastWriteTimeUtc), content?.LongLength ?? (info.Exists ? info.Length : 0L), content]);
            bytes += content?.Length ?? 0;
            if (bytes >= BatchBytes || rows.Count == BatchRows)
            {
                yield return RowBatch.Create(BinaryFileSchema.Schema, rows);
                rows.Clear();
                bytes = 0;
            }
        }

        if (rows.Count > 0)
        {
            yield return RowBatch.Create(BinaryFileSchema.Schema, rows);
        }
    }

    /// <summary>Null where the file cannot be read (rights, a dead link) or is too large: one bad file must not stop a job.</summary>
    private static byte[]? ReadContent(FileInfo file)
    {
        try
        {
            // A pipe or a device has no length; who opens it may wait for ever.
            return file.Length switch
            {
                0 => [],
                > BinaryFileSchema.MostBytes => null,
                _ => File.ReadAllBytes(file.FullName),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
