using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FashionSpark.Pipeline;

/// <summary>Finds keys of a job file that no option has, and names the ones there are.</summary>
internal static class JobKeys
{
    /// <exception cref="InvalidInputException">One or more unknown keys; all of them in one message.</exception>
    public static void Check(JsonObject job, string origin)
    {
        var problems = new List<string>();
        Check(job, typeof(JobOptions), prefix: "", problems);
        if (problems.Count > 0)
        {
            throw new InvalidInputException($"{origin}: {string.Join(" ", problems)}");
        }
    }

    private static void Check(JsonObject node, Type options, string prefix, List<string> problems)
    {
        Dictionary<string, PropertyInfo> known = options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in node)
        {
            if (!known.TryGetValue(key, out PropertyInfo? property))
            {
                problems.Add($"Unknown key '{prefix}{key}'; known are {string.Join(", ", known.Keys.Order(StringComparer.Ordinal).Select(k => prefix + k))}.");
            }
            else if (value is JsonObject inner && property.PropertyType.Namespace == typeof(JobOptions).Namespace)
            {
                Check(inner, property.PropertyType, $"{prefix}{key}.", problems);
            }
        }
    }
}
