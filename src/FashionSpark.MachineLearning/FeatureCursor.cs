using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FashionSpark.MachineLearning;

/// <summary>One reading of a <see cref="FeatureView"/>: bytes become floats of 0 to 1 row by row.</summary>
internal sealed class FeatureCursor : DataViewRowCursor
{
    private readonly FeatureView _view;
    private readonly int[]? _order;
    private long _position = -1;

    /// <param name="view">What is read.</param>
    /// <param name="order">Numbers of its rows in the order of reading; null = as they are.</param>
    public FeatureCursor(FeatureView view, int[]? order)
    {
        _view = view;
        _order = order;
    }

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema => _view.Schema;

    private int Row => _order is null ? (int)_position : _order[_position];

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override bool MoveNext()
    {
        _view.Cancellation.ThrowIfCancellationRequested();
        if (_position + 1 >= _view.Matrix.Rows)
        {
            return false;
        }

        _position++;
        return true;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Delegate getter = column.Name == FeatureView.Features ? (ValueGetter<VBuffer<float>>)GetFeatures : (ValueGetter<uint>)GetLabel;
        return (ValueGetter<TValue>)getter;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row, 0);

    private void GetFeatures(ref VBuffer<float> value)
    {
        int width = _view.Matrix.Width;
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, width);
        TensorPrimitives.ConvertTruncating(_view.Matrix.Features.Span.Slice(Row * width, width), editor.Values);
        TensorPrimitives.Multiply(editor.Values, 1 / 255f, editor.Values);
        value = editor.Commit();
    }

    /// <summary>Keys count from 1.</summary>
    private void GetLabel(ref uint value) => value = (uint)_view.Matrix.Labels.Span[Row] + 1;
}
