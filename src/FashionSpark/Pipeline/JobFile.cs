using System.Text.Json;
using System.Text.Json.Nodes;
using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>Reads job files: JSON with comments, keys as in <see cref="JobOptions"/>, changed by <c>--set key=value</c>, with <see cref="JobVariables"/>.</summary>
public static class JobFile
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="path">The file.</param>
    /// <param name="settings"><c>key=value</c>, the key with dots (<c>train.epochs=3</c>), the value as JSON or plain text.</param>
    /// <exception cref="InvalidInputException">Not such a file, an unknown key, or a value of the wrong type.</exception>
    public static JobOptions Read(string path, IReadOnlyList<string> settings)
    {
        JsonObject job;
        try
        {
            job = JsonNode.Parse(File.ReadAllText(path), documentOptions: Reading) as JsonObject
                ?? throw new InvalidInputException($"Job file '{path}' is not a JSON object.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Job file '{path}' cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"Job file '{path}' is not JSON: {e.Message}", e);
        }

        foreach (string setting in settings)
        {
            Apply(job, setting);
        }

        JobVariables.Expand(job, path);
        return Parse(job, path);
    }

    /// <exception cref="InvalidInputException">An unknown key, a missing one, or a value of the wrong type.</exception>
    public static JobOptions Parse(JsonObject job, string origin)
    {
        JobKeys.Check(job, origin);
        try
        {
            return job.Deserialize<JobOptions>(SpecJson.Options)!;
        }
        catch (JsonException e)
        {
            string at = string.IsNullOrEmpty(e.Path) || e.Path == "$" ? "" : $" at '{e.Path.TrimStart('$', '.')}'";
            throw new InvalidInputException($"{origin}{at}: {e.Message.Split(" Path:")[0]}", e);
        }
    }

    private static void Apply(JsonObject job, string setting)
    {
        int equals = setting.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new InvalidInputException($"'{setting}' is not a setting; expected key=value, such as train.epochs=3.");
        }

        string[] keys = setting[..equals].Split('.');
        JsonObject at = job;
        foreach (string key in keys[..^1])
        {
            at = at[key] switch
            {
                null => (JsonObject)(at[key] = new JsonObject()),
                JsonObject inner => inner,
                _ => throw new InvalidInputException($"'{setting}': '{key}' is a value, not a stage with keys."),
            };
        }

        at[keys[^1]] = ReadValue(setting[(equals + 1)..]);
    }

    /// <summary>A number, true, false, null, or JSON in brackets or quotes; anything else is text as it stands.</summary>
    private static JsonNode? ReadValue(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
