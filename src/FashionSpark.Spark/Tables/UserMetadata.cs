using System.Text.Json;
using System.Text.Json.Nodes;

namespace FashionSpark.Spark.Tables;

/// <summary>The transaction once more in a commit's user metadata, which DESCRIBE HISTORY shows where the log cannot be read.</summary>
internal static class UserMetadata
{
    private const string Key = "fashionspark";

    public static string Write(string appId, long version) =>
        new JsonObject { [Key] = new JsonObject { ["appId"] = appId, ["version"] = version } }.ToJsonString();

    /// <summary>Null where a commit is not ours.</summary>
    public static (string AppId, long Version)? TryParse(string? text)
    {
        try
        {
            return text is not null && JsonNode.Parse(text) is JsonObject all && all[Key] is JsonObject ours
                ? ((string)ours["appId"]!, (long)ours["version"]!)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
