using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Worker.Rows;

/// <summary>Spark sends the columns of a row as children of one struct column, and wants them back so.</summary>
internal static class StructRows
{
    public static Schema Unwrap(Schema schema) =>
        schema.FieldsList is [{ DataType: StructType columns }]
            ? new Schema(columns.Fields, metadata: null)
            : throw new Protocol.WorkerProtocolException(
                $"Spark sent rows of {schema.FieldsList.Count} columns; one struct was expected. The worker does not know this protocol.");

    /// <param name="batch">A batch of one struct column.</param>
    /// <param name="schema">Its schema as <see cref="Unwrap(Schema)"/> gave it.</param>
    public static RecordBatch Unwrap(RecordBatch batch, Schema schema) =>
        new(schema, ((StructArray)batch.Column(0)).Fields, batch.Length);

    public static Schema Wrap(Schema schema) =>
        new([new Field("row", new StructType(schema.FieldsList), nullable: false)], metadata: null);

    /// <param name="batch">The columns.</param>
    /// <param name="schema">What <see cref="Wrap(Schema)"/> gave.</param>
    public static RecordBatch Wrap(RecordBatch batch, Schema schema) =>
        new(schema, [new StructArray(schema.FieldsList[0].DataType, batch.Length, batch.Arrays, ArrowBuffer.Empty)], batch.Length);
}
