using System.Text.Json;
using System.Text.Json.Serialization;

namespace FashionSpark.Pipeline;

/// <summary>A matrix of counts as an array of rows.</summary>
internal sealed class MatrixJsonConverter : JsonConverter<long[,]>
{
    public override long[,] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        long[][] rows = JsonSerializer.Deserialize<long[][]>(ref reader, options)!;
        var matrix = new long[rows.Length, rows.Length == 0 ? 0 : rows[0].Length];
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = 0; j < matrix.GetLength(1); j++)
            {
                matrix[i, j] = rows[i][j];
            }
        }

        return matrix;
    }

    public override void Write(Utf8JsonWriter writer, long[,] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (int i = 0; i < value.GetLength(0); i++)
        {
            writer.WriteStartArray();
            for (int j = 0; j < value.GetLength(1); j++)
            {
                writer.WriteNumberValue(value[i, j]);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
