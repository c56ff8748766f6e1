using System.Text.Json;
using FashionSpark.Engines;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Pipeline;

namespace FashionSpark.Models.Backbones;

/// <summary>What the user did not say of a backbone: from the file's metadata, from what is known of the file, else ImageNet's usual numbers.</summary>
internal static class BackboneDefaults
{
    /// <summary>Metadata property of an ONNX file with keys of <see cref="BackboneOptions"/> as JSON.</summary>
    public const string PropertyName = "fashionspark.backbone";

    /// <summary>The scaling of most networks trained on ImageNet: means and deviations of its pixels, 0 to 255.</summary>
    private static readonly double[] ImageNetMean = [123.675, 116.28, 103.53];
    private static readonly double[] ImageNetDeviation = [58.395, 57.12, 57.375];

    /// <exception cref="ModelFormatException">The file's metadata is not such JSON.</exception>
    public static BackboneOptions Complete(BackboneOptions options, ModelProto model, string hash)
    {
        BackboneOptions? metadata = Metadata(model, options.File);
        KnownBackbone? known = KnownBackbone.Find(hash);
        return options with
        {
            Size = options.Size ?? metadata?.Size ?? known?.Size,
            Mean = options.Mean ?? metadata?.Mean ?? (known is null ? ImageNetMean : [known.Mean]),
            Scale = options.Scale ?? metadata?.Scale ?? (known is null ? ImageNetDeviation : [known.Scale]),
            Channels = options.Channels ?? metadata?.Channels,
            Layout = options.Layout ?? metadata?.Layout,
            Features = options.Features ?? metadata?.Features,
        };
    }

    private static BackboneOptions? Metadata(ModelProto model, string path)
    {
        string? json = model.MetadataProps.FirstOrDefault(property => property.Key == PropertyName)?.Value;
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<BackboneOptions>(json, SpecJson.Options);
        }
        catch (JsonException e)
        {
            throw new ModelFormatException($"Metadata property '{PropertyName}' of backbone '{path}' is not understood: {e.Message}", e);
        }
    }
}
