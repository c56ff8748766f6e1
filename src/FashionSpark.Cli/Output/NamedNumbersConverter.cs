using System.Text.Json;
using System.Text.Json.Serialization;

namespace FashionSpark.Cli.Output;

/// <summary>Writes numbers with names, in their order, as an object: <c>{"shirt": 0.9, "coat": 0.1}</c>.</summary>
internal sealed class NamedNumbersConverter : JsonConverter<IReadOnlyList<KeyValuePair<string, double>>>
{
    public override IReadOnlyList<KeyValuePair<string, double>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Results are only written.");

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, double>> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string name, double number) in value)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, number, options);
        }

        writer.WriteEndObject();
    }
}
