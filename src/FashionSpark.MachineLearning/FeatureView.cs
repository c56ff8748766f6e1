using Microsoft.ML;
using Microsoft.ML.Data;

namespace FashionSpark.MachineLearning;

/// <summary>
/// A feature matrix as ML.NET reads data. It can be read in any order, which keeps ML.NET from making a copy as floats
/// (four times the bytes) to shuffle.
/// </summary>
internal sealed class FeatureView : IDataView
{
    public const string Features = "Features";
    public const string Label = "Label";

    /// <param name="matrix">The rows.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="cancellation">Looked at with every row: ML.NET's trainers know none.</param>
    public FeatureView(FeatureMatrix matrix, int classes, CancellationToken cancellation)
    {
        Matrix = matrix;
        Cancellation = cancellation;
        var columns = new DataViewSchema.Builder();
        columns.AddColumn(Features, new VectorDataViewType(NumberDataViewType.Single, matrix.Width));
        columns.AddColumn(Label, new KeyDataViewType(typeof(uint), classes));
        Schema = columns.ToSchema();
    }

    public FeatureMatrix Matrix { get; }

    public CancellationToken Cancellation { get; }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => Matrix.Rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        int[]? order = null;
        if (rand is not null)
        {
            order = [.. Enumerable.Range(0, Matrix.Rows)];
            rand.Shuffle(order);
        }

        return new FeatureCursor(this, order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
