using System.Text.Json;
using System.Text.Json.Nodes;

namespace FashionSpark.Engines;

/// <summary>
/// Work on a partition as data: the name of a function and its options. It travels to workers as JSON text,
/// the code as published binaries, so no engine ever serialises a delegate.
/// </summary>
/// <param name="Name">A name known to the <see cref="PartitionFunctionRegistry"/>, such as <c>prepare</c>.</param>
/// <param name="Options">The options as the function's own options record serialises them.</param>
public sealed record PartitionFunctionSpec(string Name, JsonObject Options)
{
    /// <summary>Builds a spec from an options record; names are written in camel case.</summary>
    public static PartitionFunctionSpec Create<TOptions>(string name, TOptions options) =>
        new(name, JsonSerializer.SerializeToNode(options, SpecJson.Options)!.AsObject());

    public string ToJson() => new JsonObject { ["name"] = Name, ["options"] = Options.DeepClone() }.ToJsonString(SpecJson.Options);

    /// <exception cref="InvalidInputException">The text is not a spec.</exception>
    public static PartitionFunctionSpec Parse(string json)
    {
        try
        {
            JsonObject spec = JsonNode.Parse(json)!.AsObject();
            return new PartitionFunctionSpec((string)spec["name"]!, spec["options"]!.DeepClone().AsObject());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            throw new InvalidInputException($"'{json}' is not a partition function spec; expected {{\"name\": \"...\", \"options\": {{...}}}}.", e);
        }
    }
}
