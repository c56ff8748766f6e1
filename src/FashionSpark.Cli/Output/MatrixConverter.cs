using System.Text.Json;
using System.Text.Json.Serialization;

namespace FashionSpark.Cli.Output;

/// <summary>Writes a matrix as an array of rows.</summary>
internal sealed class MatrixConverter : JsonConverter<long[,]>
{
    public override long[,] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Results are only written.");

    public override void Write(Utf8JsonWriter writer, long[,] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (int row = 0; row < value.GetLength(0); row++)
        {
            writer.WriteStartArray();
            for (int column = 0; column < value.GetLength(1); column++)
            {
                writer.WriteNumberValue(value[row, column]);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
