using Apache.Arrow;

namespace FashionSpark.Engines;

/// <summary>Columns by name, with an error that a person can read where one is missing.</summary>
public static class RecordBatchExtensions
{
    /// <exception cref="InvalidInputException">No such column, or of another type.</exception>
    public static TArray Column<TArray>(this RecordBatch batch, string name)
        where TArray : class, IArrowArray
    {
        int index = batch.Schema.IndexOf(name);
        return index >= 0 && batch.Column(index) is TArray array
            ? array
            : throw Missing(batch.Schema, name, typeof(TArray).Name);
    }

    /// <summary>Checks that a schema has the columns of <paramref name="needed"/> with their types; others do no harm.</summary>
    /// <exception cref="InvalidInputException">A column is missing or has another type.</exception>
    public static void Require(this Schema schema, params ReadOnlySpan<Field> needed)
    {
        foreach (Field field in needed)
        {
            int index = schema.IndexOf(field.Name);
            if (index < 0 || schema.GetFieldByIndex(index).DataType.TypeId != field.DataType.TypeId)
            {
                throw Missing(schema, field.Name, field.DataType.Name);
            }
        }
    }

    /// <summary>Position of a column; -1 where there is none. Arrow's own look-up throws instead.</summary>
    public static int IndexOf(this Schema schema, string name)
    {
        for (int i = 0; i < schema.FieldsList.Count; i++)
        {
            if (schema.FieldsList[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static InvalidInputException Missing(Schema schema, string name, string type)
    {
        string present = string.Join(", ", schema.FieldsList.Select(f => $"{f.Name} {f.DataType.Name}"));
        return new InvalidInputException($"The rows have no column '{name}' of type {type}; they have: {present}.");
    }
}
