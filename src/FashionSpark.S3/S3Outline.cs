namespace FashionSpark.S3;

/// <summary>
/// What a listing comes to: how many objects, in which folders, and every so many the key of one, at which partitions are cut.
/// So a listing of a million keys passes by, and leaves ten thousand.
/// </summary>
internal sealed class S3Outline
{
    /// <summary>Objects from one mark to the next: small against the objects of a partition, so that partitions are alike.</summary>
    public const int Stride = 100;

    private readonly Dictionary<string, HashSet<string>> _folders = new(StringComparer.Ordinal);
    private readonly List<string> _marks = [];
    private readonly int _stride;
    private string? _last;

    public S3Outline(int stride = Stride) => _stride = stride;

    /// <summary>Objects that are listed.</summary>
    public long Count { get; private set; }

    /// <summary>Names of the topmost folders.</summary>
    public IReadOnlyCollection<string> Top => _folders.Keys;

    /// <summary>Names of the folders in one of them.</summary>
    public IEnumerable<string> Below(string folder) => _folders[folder];

    public static async Task<S3Outline> ReadAsync(IAsyncEnumerable<S3Item> listing, IProgress<long> progress, CancellationToken cancellation, int stride = Stride)
    {
        var outline = new S3Outline(stride);
        await foreach (S3Item item in listing.WithCancellation(cancellation).ConfigureAwait(false))
        {
            outline.Add(item);
            if (outline.Count % stride == 0)
            {
                progress.Report(stride);
            }
        }

        progress.Report(outline.Count % stride);
        return outline;
    }

    /// <summary>Runs of neighbours that together are all objects: each begins after a key and ends with one.</summary>
    public IReadOnlyList<(string? After, string Last)> Cut(int partitions)
    {
        List<string> marks = [.. _marks];
        if (_last is not null && (marks.Count == 0 || marks[^1] != _last))
        {
            marks.Add(_last);
        }

        var ranges = new List<(string?, string)>();
        int begin = 0;
        for (int p = 0; p < partitions; p++)
        {
            int end = (int)((long)marks.Count * (p + 1) / partitions);
            if (end > begin)
            {
                ranges.Add((begin == 0 ? null : marks[begin - 1], marks[end - 1]));
                begin = end;
            }
        }

        return ranges;
    }

    private void Add(S3Item item)
    {
        string[] parts = item.Name.Split('/', 3);
        if (parts.Length > 1)
        {
            if (!_folders.TryGetValue(parts[0], out HashSet<string>? below))
            {
                _folders.Add(parts[0], below = new HashSet<string>(StringComparer.Ordinal));
            }

            if (parts.Length > 2)
            {
                below.Add(parts[1]);
            }
        }

        _last = item.Key;
        if (++Count % _stride == 0)
        {
            _marks.Add(item.Key);
        }
    }
}
