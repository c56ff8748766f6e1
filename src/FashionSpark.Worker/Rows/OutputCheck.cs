using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Worker.Rows;

/// <summary>Compares what a function returned with what it said it would return.</summary>
internal static class OutputCheck
{
    /// <exception cref="InvalidOperationException">Another number of columns, or a column of another type or length.</exception>
    public static void Require(Schema declared, RecordBatch batch)
    {
        if (batch.ColumnCount != declared.FieldsList.Count)
        {
            throw new InvalidOperationException(
                $"The partition function returned {batch.ColumnCount} columns, but its OutputSchema has {declared.FieldsList.Count}: {Names(declared)}.");
        }

        for (int i = 0; i < batch.ColumnCount; i++)
        {
            Field field = declared.FieldsList[i];
            IArrowArray column = batch.Column(i);
            if (!Same(field.DataType, column.Data.DataType))
            {
                throw new InvalidOperationException(
                    $"The partition function returned {column.Data.DataType.Name} in column {i} '{field.Name}', but its OutputSchema says {field.DataType.Name}.");
            }

            if (column.Length != batch.Length)
            {
                throw new InvalidOperationException(
                    $"The partition function returned {column.Length} values in column {i} '{field.Name}' of a batch of {batch.Length} rows.");
            }
        }
    }

    private static bool Same(IArrowType a, IArrowType b) => (a, b) switch
    {
        (TimestampType x, TimestampType y) => x.Unit == y.Unit && x.Timezone is null == y.Timezone is null,
        (Decimal128Type x, Decimal128Type y) => x.Precision == y.Precision && x.Scale == y.Scale,
        (FixedSizeListType x, FixedSizeListType y) => x.ListSize == y.ListSize && Same(x.ValueDataType, y.ValueDataType),
        (FixedSizeBinaryType x, FixedSizeBinaryType y) => x.ByteWidth == y.ByteWidth,
        (NestedType x, NestedType y) => x.TypeId == y.TypeId && x.Fields.Count == y.Fields.Count
            && x.Fields.Zip(y.Fields).All(pair => Same(pair.First.DataType, pair.Second.DataType)),
        _ => a.TypeId == b.TypeId,
    };

    private static string Names(Schema schema) => string.Join(", ", schema.FieldsList.Select(field => field.Name));
}
