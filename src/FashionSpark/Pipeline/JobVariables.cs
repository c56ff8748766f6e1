using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FashionSpark.Pipeline;

/// <summary>
/// <c>"variables": { "root": "out" }</c> of a job file: <c>${root}</c> in any text of it stands for the value. So one file serves
/// several places, and <c>--set variables.root=/Volumes/...</c> says which.
/// </summary>
internal static partial class JobVariables
{
    private const string Key = "variables";

    /// <summary>Puts values in for names, and takes the variables out of the file.</summary>
    /// <exception cref="InvalidInputException">A name that no variable has, or a variable that is no plain value.</exception>
    public static void Expand(JsonObject job, string origin)
    {
        Dictionary<string, string> values = [];
        if (job[Key] is { } variables)
        {
            foreach ((string name, JsonNode? value) in variables as JsonObject ?? throw new InvalidInputException($"{origin}: '{Key}' is not an object of names and values."))
            {
                values[name] = value is JsonValue plain
                    ? plain.GetValueKind() == JsonValueKind.String ? plain.GetValue<string>() : plain.ToJsonString()
                    : throw new InvalidInputException($"{origin}: variable '{name}' is not a plain value.");
            }

            job.Remove(Key);
        }

        Expand(job, values, origin);
    }

    private static void Expand(JsonNode node, Dictionary<string, string> values, string origin)
    {
        if (node is JsonObject inner)
        {
            foreach ((string key, JsonNode? value) in inner.ToArray())
            {
                Replace(value, replaced => inner[key] = replaced, values, origin);
            }
        }
        else if (node is JsonArray list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                int at = i;
                Replace(list[i], replaced => list[at] = replaced, values, origin);
            }
        }
    }

    private static void Replace(JsonNode? value, Action<JsonNode> put, Dictionary<string, string> values, string origin)
    {
        if (value is JsonValue plain && plain.TryGetValue(out string? text) && text.Contains("${", StringComparison.Ordinal))
        {
            put(JsonValue.Create(Name().Replace(text, match => values.GetValueOrDefault(match.Groups[1].Value) ?? throw new InvalidInputException(
                $"{origin}: '{text}' names a variable that is not there: '{match.Groups[1].Value}'. " +
                (values.Count == 0 ? "The file has no variables." : $"Variables are {string.Join(", ", values.Keys.Order(StringComparer.Ordinal))}.")))));
        }
        else if (value is not null)
        {
            Expand(value, values, origin);
        }
    }

    [GeneratedRegex(@"\$\{([^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
