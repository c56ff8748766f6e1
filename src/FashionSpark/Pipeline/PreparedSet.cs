using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.Pipeline;

/// <summary>The data set as it will be: checked, measured and described once its rows are written, before anybody may read them.</summary>
internal sealed class PreparedSet
{
    private readonly PipelineContext _context;
    private readonly PrepareOptions _options;
    private readonly ImageOptions _image;
    private readonly IReadOnlyList<string> _classes;
    private readonly PreparedCheck _check;

    public PreparedSet(PipelineContext context, PrepareOptions options, ImageOptions image, IReadOnlyList<string> classes, PreparedCheck check)
    {
        _context = context;
        _options = options;
        _image = image;
        _classes = classes;
        _check = check;
    }

    /// <summary>Null until the rows were looked at.</summary>
    public PreparedCounts? Counts { get; private set; }

    /// <summary>Null where nothing changed.</summary>
    public PreparedStatistics? Statistics { get; private set; }

    /// <summary>Null where nothing changed, or none were looked for.</summary>
    public IReadOnlyList<NearDuplicate>? NearDuplicates { get; private set; }

    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Checks the rows against the source and writes what is wrong with it.</summary>
    public async Task CheckAsync(WrittenRows rows, CancellationToken cancellation) =>
        Counts = await _check.RunAsync(rows, cancellation).ConfigureAwait(false);

    /// <summary>Checks and measures the rows, and returns the properties that declare the set whole.</summary>
    /// <param name="rows">All rows of the set.</param>
    /// <param name="update">The transaction that wrote the last of them.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IReadOnlyDictionary<string, string>> DescribeAsync(WrittenRows rows, long update, CancellationToken cancellation)
    {
        await CheckAsync(rows, cancellation).ConfigureAwait(false);
        Statistics = await PreparedStatistics.MeasureAsync(rows, cancellation).ConfigureAwait(false);
        List<string> notes = [.. ClassCoverage.Check(_options.Out, _classes, Statistics)];
        if (NearDuplicateSearch.Distance(_options, _image) is int distance)
        {
            NearDuplicates = await new NearDuplicateSearch(distance).FindAsync(rows, cancellation).ConfigureAwait(false);
            notes.AddRange(NearDuplicateSearch.Describe(NearDuplicates, _context.Warehouse));
        }

        Notes = notes;
        var origin = new PreparedOrigin(PreparedTarget.SourceName(_options), _options.ValidationShare, _options.TestShare, _context.RunId, update);
        return new PreparedProperties(
            _classes, _image.Width, _image.Height, _image.Channels, Preprocessing.Name(_image.Fit),
            [.. Statistics.Channels.Select(c => c.Mean)], [.. Statistics.Channels.Select(c => c.StandardDeviation)], origin).ToTableProperties();
    }
}
