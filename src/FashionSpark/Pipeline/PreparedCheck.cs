using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>
/// Holds the rows of a data set against the list of its source: every image is there, or in quarantine with its reason,
/// or a duplicate with the source that is kept; else the set is not to be used.
/// </summary>
internal sealed class PreparedCheck
{
    private readonly PipelineContext _context;
    private readonly PrepareOptions _options;
    private readonly IDataset _images;
    private readonly ImageOptions _image;
    private readonly SourceListing _listing;
    private readonly IReadOnlyList<string> _classes;

    public PreparedCheck(
        PipelineContext context, PrepareOptions options, IDataset images, ImageOptions image, SourceListing listing, IReadOnlyList<string> classes)
    {
        _context = context;
        _options = options;
        _images = images;
        _image = image;
        _listing = listing;
        _classes = classes;
    }

    /// <summary>Counts, and writes the rows of the quarantine and duplicates tables.</summary>
    /// <exception cref="DatasetException">The counts do not add up, or there is no usable image.</exception>
    public async Task<PreparedCounts> RunAsync(WrittenRows rows, CancellationToken cancellation)
    {
        _listing.Images.Untick();
        var perSplit = new Dictionary<string, long>();
        await foreach ((string id, string split, ulong place) in PreparedPlaces.ReadAsync(rows(PreparedPlaces.Columns), cancellation).ConfigureAwait(false))
        {
            perSplit[split] = perSplit.GetValueOrDefault(split) + 1;
            if (_listing.Images.Tick(id, place) is not ListedState.Same and var state)
            {
                throw new DatasetException(
                    $"Image {id} in '{_options.Out}' {(state == ListedState.Again ? "is there twice" : "is not in the source (any more)")}. Did '{_options.Source}' change while it was read? Run again.");
            }
        }

        long prepared = perSplit.Values.Sum();
        IReadOnlyList<string> suspects = _listing.Images.Remaining();
        HashSet<string> unusable = [.. suspects];
        DuplicateImage[] duplicates = [.. _listing.Duplicates.Where(duplicate => !unusable.Contains(duplicate.Id))];
        long quarantined = await QuarantineAsync(suspects, cancellation).ConfigureAwait(false);
        await RecordAsync(duplicates, cancellation).ConfigureAwait(false);
        var counts = new PreparedCounts(prepared, quarantined, duplicates.Length, perSplit);
        if (_listing.Listed != prepared + quarantined + duplicates.Length)
        {
            throw new DatasetException(
                $"Counts do not add up: {_listing.Listed} listed, but {prepared} prepared + {quarantined} quarantined + {duplicates.Length} duplicates. Did '{_options.Source}' change while it was read? Run again.");
        }

        return prepared > 0
            ? counts
            : throw new DatasetException($"None of the {_listing.Listed} images of '{_options.Source}' can be used; the quarantine table '{_context.Table(ResultTables.Quarantine)}' says why.");
    }

    private async Task<long> QuarantineAsync(IReadOnlyList<string> suspects, CancellationToken cancellation)
    {
        if (suspects.Count == 0 && _listing.Unreadable == 0)
        {
            return 0;
        }

        DateTimeOffset now = _context.Time.GetUtcNow();
        var rows = new List<object?[]>();
        IDataset reasons = _images.MapPartitions(PartitionFunctionSpec.Create(QuarantineFunction.Name, new QuarantineOptions(_image, suspects)));
        await foreach (RecordBatch batch in reasons.CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            for (int row = 0; row < batch.Length; row++)
            {
                string? Text(string column) => batch.Column<StringArray>(column).GetString(row);
                rows.Add([_context.RunId, PrepareStage.Name, Text("source"), Text("content_hash"), Text("reason"), Text("message"), now]);
            }
        }

        await AppendAsync(ResultTables.Quarantine, ResultTables.QuarantineSchema, rows, cancellation).ConfigureAwait(false);
        return rows.Count;
    }

    private Task RecordAsync(IReadOnlyList<DuplicateImage> duplicates, CancellationToken cancellation)
    {
        DateTimeOffset now = _context.Time.GetUtcNow();
        List<object?[]> rows = [.. duplicates.Select(d => (object?[])
            [_context.RunId, d.Source, d.Split, Class(d.Label), d.KeptSource, d.KeptSplit, Class(d.KeptLabel), d.Id, now])];
        return AppendAsync(ResultTables.Duplicates, ResultTables.DuplicatesSchema, rows, cancellation);
    }

    private string? Class(int label) => label < 0 ? null : _classes[label];

    private Task AppendAsync(string table, Schema schema, IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        new ResultWriter(_context).AppendAsync(table, schema, $"{_context.RunId}:{PrepareStage.Name}", rows, cancellation);
}
