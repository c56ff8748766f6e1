using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark.Plans;

/// <summary>Arrow's types as the protocol writes Spark's, both ways.</summary>
internal static class SparkDataTypes
{
    private static readonly DataType.Types.Simple Empty = new();

    public static DataType FromSchema(Schema schema)
    {
        var type = new DataType { Struct = new DataType.Types.Struct() };
        type.Struct.Fields.AddRange(schema.FieldsList.Select(FromField));
        return type;
    }

    public static Schema ToSchema(DataType type) => new([.. type.Struct.Fields.Select(ToField)], metadata: null);

    private static DataType.Types.StructField FromField(Field field) =>
        new() { Name = field.Name, DataType = FromArrow(field.Name, field.DataType), Nullable = field.IsNullable };

    private static DataType FromArrow(string column, IArrowType type) => type switch
    {
        StringType => new DataType { String = Empty },
        BinaryType => new DataType { Binary = Empty },
        BooleanType => new DataType { Boolean = Empty },
        Int8Type => new DataType { Byte = Empty },
        Int16Type => new DataType { Short = Empty },
        Int32Type => new DataType { Integer = Empty },
        Int64Type => new DataType { Long = Empty },
        FloatType => new DataType { Float = Empty },
        DoubleType => new DataType { Double = Empty },
        Date32Type => new DataType { Date = Empty },
        TimestampType { Timezone: null } => new DataType { TimestampNtz = Empty },
        TimestampType => new DataType { Timestamp = Empty },
        NullType => new DataType { Null = Empty },
        Decimal128Type number => new DataType { Decimal = new DataType.Types.Decimal { Precision = number.Precision, Scale = number.Scale } },
        ListType list => new DataType
        {
            Array = new DataType.Types.Array { ElementType = FromArrow(column, list.ValueDataType), ContainsNull = list.ValueField.IsNullable },
        },
        StructType row => FromSchema(new Schema(row.Fields, metadata: null)),
        MapType map => new DataType
        {
            Map = new DataType.Types.Map
            {
                KeyType = FromArrow(column, map.KeyField.DataType),
                ValueType = FromArrow(column, map.ValueField.DataType),
                ValueContainsNull = map.ValueField.IsNullable,
            },
        },
        _ => throw new InvalidInputException($"Column '{column}' is of the Arrow type {type.Name}, which Spark does not have; convert it first."),
    };

    private static Field ToField(DataType.Types.StructField field) => new(field.Name, ToArrow(field.Name, field.DataType), field.Nullable);

    private static IArrowType ToArrow(string column, DataType type) => type.KindCase switch
    {
        DataType.KindOneofCase.String => StringType.Default,
        DataType.KindOneofCase.Binary => BinaryType.Default,
        DataType.KindOneofCase.Boolean => BooleanType.Default,
        DataType.KindOneofCase.Byte => Int8Type.Default,
        DataType.KindOneofCase.Short => Int16Type.Default,
        DataType.KindOneofCase.Integer => Int32Type.Default,
        DataType.KindOneofCase.Long => Int64Type.Default,
        DataType.KindOneofCase.Float => FloatType.Default,
        DataType.KindOneofCase.Double => DoubleType.Default,
        DataType.KindOneofCase.Date => Date32Type.Default,
        DataType.KindOneofCase.Timestamp => new TimestampType(TimeUnit.Microsecond, "UTC"),
        DataType.KindOneofCase.TimestampNtz => new TimestampType(TimeUnit.Microsecond, timezone: (string?)null),
        DataType.KindOneofCase.Null => NullType.Default,
        DataType.KindOneofCase.Decimal => new Decimal128Type(type.Decimal.Precision, type.Decimal.Scale),
        DataType.KindOneofCase.Array => new ListType(new Field("element", ToArrow(column, type.Array.ElementType), type.Array.ContainsNull)),
        DataType.KindOneofCase.Struct => new StructType(ToSchema(type).FieldsList),
        DataType.KindOneofCase.Map => new MapType(
            new Field("key", ToArrow(column, type.Map.KeyType), nullable: false),
            new Field("value", ToArrow(column, type.Map.ValueType), type.Map.ValueContainsNull)),
        _ => throw new InvalidInputException($"Column '{column}' has a type of Spark that is not known here. Leave the column out, or cast it."),
    };
}
