using System.Text.Json;
using System.Text.Json.Serialization;

namespace FashionSpark.Web.Api;

/// <summary>How everything is written.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
