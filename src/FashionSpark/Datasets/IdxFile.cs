using System.IO.Compression;

namespace FashionSpark.Datasets;

/// <summary>An IDX file of bytes, gzipped or not, read from front to back.</summary>
public sealed class IdxFile : IDisposable
{
    private readonly string _path;
    private readonly Stream _stream;

    private IdxFile(string path, Stream stream, IdxHeader header)
    {
        _path = path;
        _stream = stream;
        Header = header;
    }

    public IdxHeader Header { get; }

    /// <exception cref="DatasetException">The file is missing or has no IDX head.</exception>
    public static IdxFile Open(string path)
    {
        Stream stream;
        try
        {
            stream = OpenBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException($"IDX file '{path}' does not exist.", e);
        }

        // The longest head has three dimensions; a shorter one is followed by data that must not be lost.
        try
        {
            var head = new byte[16];
            int read = ReadUpTo(path, stream, head.AsSpan(0, 4));
            int rest = read == 4 && IdxHeader.IsIdx(head) ? 4 * head[3] : 0;
            read += ReadUpTo(path, stream, head.AsSpan(4, rest));
            IdxHeader header = IdxHeader.Read(head.AsSpan(0, read)) ?? throw new DatasetException(
                $"'{path}' is not an IDX file of bytes: it begins with {Convert.ToHexString(head.AsSpan(0, Math.Min(read, 4)))}, expected 00000801 (labels) or 00000803 (images).");
            return new IdxFile(path, stream, header);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Skips items.</summary>
    public void Skip(int items)
    {
        var buffer = new byte[1 << 16];
        long left = (long)items * Header.ItemLength;
        while (left > 0)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            ReadFully(part);
            left -= part.Length;
        }
    }

    /// <summary>Reads whole items into the buffer, whose length must be a multiple of the item's.</summary>
    /// <exception cref="DatasetException">The file ends too early.</exception>
    public void ReadFully(Span<byte> items)
    {
        int read = ReadUpTo(_path, _stream, items);
        if (read < items.Length)
        {
            throw new DatasetException(
                $"'{_path}' is truncated: its head promises {Header.Count} items of {Header.ItemLength} bytes, but the data ends early. Fetch the file again.");
        }
    }

    /// <exception cref="DatasetException">There are bytes after the last item.</exception>
    public void ExpectEnd()
    {
        if (ReadUpTo(_path, _stream, stackalloc byte[1]) > 0)
        {
            throw new DatasetException($"'{_path}' has bytes after the {Header.Count} items that its head promises. Fetch the file again.");
        }
    }

    public void Dispose() => _stream.Dispose();

    private static Stream OpenBytes(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1f && magic[1] == 0x8b ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static int ReadUpTo(string path, Stream stream, Span<byte> buffer)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException($"'{path}' is not a whole gzip file: {e.Message} Fetch the file again.", e);
        }
    }
}
