using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FashionSpark.Engines;

namespace FashionSpark.Models.Backbones;

/// <summary>Which part of which file is the backbone: data that a partition function takes along.</summary>
/// <param name="Path">The ONNX file.</param>
/// <param name="Hash">SHA-256 of the file in hexadecimal.</param>
/// <param name="Input">How pixels become its input.</param>
/// <param name="Features">Name of the tensor that holds the features of an image.</param>
/// <param name="FeatureCount">Features of an image.</param>
/// <param name="Pooled">False where that tensor is a map that is yet to be averaged over its positions.</param>
/// <param name="Map">Name of the map that the features are the average of; null where they are not such an average.</param>
/// <param name="MapHeight">Rows of the map; 0 without one.</param>
/// <param name="MapWidth">Columns of the map; 0 without one.</param>
public sealed record BackboneSpec(
    string Path,
    string Hash,
    BackboneInput Input,
    string Features,
    int FeatureCount,
    bool Pooled,
    string? Map,
    int MapHeight,
    int MapWidth)
{
    /// <summary>Name of the file and head of its hash.</summary>
    public string Label => ModelFormats.Label(System.IO.Path.GetFileNameWithoutExtension(Path), Hash);

    /// <summary>Equal for specs that give equal features, wherever the file lies.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this with { Path = "" }, SpecJson.Options))))[..16];
}
