using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Datasets.Remote;

/// <summary>Images of a source, collected into batches of <see cref="SourceSchema.SchemaWithProblem"/> that bound memory whatever their size.</summary>
public sealed class SourceBatchBuilder
{
    /// <summary>As the local engine's reader of files has it, for the same reasons.</summary>
    private const int BatchBytes = 4 << 20;
    private const int BatchRows = 256;

    private readonly List<object?[]> _rows = [];
    private long _bytes;

    /// <summary>Adds an image; its content, or why there is none.</summary>
    public void Add(string source, string? split, int label, byte[]? content, string? problem)
    {
        _rows.Add([source, split, label, content, problem]);
        _bytes += content?.Length ?? 0;
    }

    public bool IsFull => _rows.Count >= BatchRows || _bytes >= BatchBytes;

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>The batch; then the builder is empty again.</summary>
    public RecordBatch Take()
    {
        RecordBatch batch = RowBatch.Create(SourceSchema.SchemaWithProblem, _rows);
        _rows.Clear();
        _bytes = 0;
        return batch;
    }
}
