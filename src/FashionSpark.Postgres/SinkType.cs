using Apache.Arrow;
using Apache.Arrow.Types;
using NpgsqlTypes;

namespace FashionSpark.Postgres;

/// <summary>The type of a column of a sink: as PostgreSQL writes it, and as COPY sends its values.</summary>
internal sealed record SinkType(string Name, NpgsqlDbType Value)
{
    /// <exception cref="InvalidInputException">There is none for such a column.</exception>
    public static SinkType Of(Field field) => field.DataType switch
    {
        StringType => new("text", NpgsqlDbType.Text),
        BinaryType => new("bytea", NpgsqlDbType.Bytea),
        Int32Type => new("int", NpgsqlDbType.Integer),
        Int64Type => new("bigint", NpgsqlDbType.Bigint),
        FloatType => new("real", NpgsqlDbType.Real),
        DoubleType => new("double precision", NpgsqlDbType.Double),
        BooleanType => new("boolean", NpgsqlDbType.Boolean),
        TimestampType => new("timestamptz", NpgsqlDbType.TimestampTz),
        ListType { ValueDataType: FloatType } => new("real[]", NpgsqlDbType.Array | NpgsqlDbType.Real),
        _ => throw new InvalidInputException($"Column '{field.Name}' has type {field.DataType.Name}, which has no place in PostgreSQL here."),
    };
}
