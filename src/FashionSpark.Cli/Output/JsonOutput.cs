using System.Text.Json;
using System.Text.Json.Serialization;
using FashionSpark.Pipeline;
using Spectre.Console;

namespace FashionSpark.Cli.Output;

/// <summary>Results for programs: as the runs table has them, but indented, with absent things left out.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new(ResultJson.Options)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new NamedNumbersConverter() },
    };

    public static void Write<T>(IAnsiConsole console, T result) => console.WriteRaw(JsonSerializer.Serialize(result, Options));
}
