using Apache.Arrow;
using FashionSpark.Datasets.Remote;
using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>Typed access to a batch of <see cref="SourceSchema"/>.</summary>
public sealed class SourceRows
{
    private readonly StringArray _sources;
    private readonly StringArray _splits;
    private readonly Int32Array _labels;
    private readonly BinaryArray _contents;
    private readonly StringArray? _problems;

    public SourceRows(RecordBatch batch)
    {
        Count = batch.Length;
        _sources = batch.Column<StringArray>(SourceSchema.Source);
        _splits = batch.Column<StringArray>(SourceSchema.DeclaredSplit);
        _labels = batch.Column<Int32Array>(SourceSchema.Label);
        _contents = batch.Column<BinaryArray>(SourceSchema.Content);
        _problems = batch.Schema.IndexOf(SourceSchema.Problem) < 0 ? null : batch.Column<StringArray>(SourceSchema.Problem);
    }

    public int Count { get; }

    /// <summary>The rows of a batch as images, with copies of their bytes.</summary>
    public static IEnumerable<SourceImage> Of(RecordBatch batch)
    {
        var rows = new SourceRows(batch);
        return Enumerable.Range(0, rows.Count).Select(row => new SourceImage(
            rows.Source(row), rows.DeclaredSplit(row), rows.Label(row), rows.Content(row)?.ToArray(), rows.Problem(row)));
    }

    public string Source(int row) => _sources.GetString(row);

    public string? DeclaredSplit(int row) => _splits.GetString(row);

    public int Label(int row) => _labels.GetValue(row)!.Value;

    /// <summary>Why there is no content; null where the source does not say.</summary>
    public string? Problem(int row) => _problems?.GetString(row);

    /// <summary>Null where the source could not read the bytes.</summary>
    public ReadOnlyMemory<byte>? Content(int row)
    {
        if (_contents.IsNull(row))
        {
            return null;
        }

        ReadOnlySpan<int> offsets = _contents.ValueOffsets;
        return _contents.ValueBuffer.Memory[offsets[row]..offsets[row + 1]];
    }
}
