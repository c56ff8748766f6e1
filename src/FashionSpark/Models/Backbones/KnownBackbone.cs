namespace FashionSpark.Models.Backbones;

/// <summary>A backbone whose input is known by the hash of its file.</summary>
/// <param name="Name">Name a user chooses it by.</param>
/// <param name="Hash">SHA-256 of the file in hexadecimal.</param>
/// <param name="Mean">Subtracted from every channel.</param>
/// <param name="Scale">Divides what is left.</param>
/// <param name="Size">Width and height it was trained at.</param>
/// <param name="Licence">Licence of the weights.</param>
public sealed record KnownBackbone(string Name, string Hash, double Mean, double Scale, int Size, string Licence)
{
    public const string EfficientNetLite0Name = "efficientnet-lite0";

    /// <summary>EfficientNet-Lite0 with ImageNet-1k weights: 4.7 million parameters, 1,280 features, made for processors without much to spare.</summary>
    public static KnownBackbone EfficientNetLite0 { get; } = new(
        EfficientNetLite0Name, "71a8fa69b5068d65544466c9969d0ce561ad4694f62a20f368693dddc51c7b73", 127, 128, 224, "Apache-2.0");

    public static KnownBackbone? Find(string hash) => hash == EfficientNetLite0.Hash ? EfficientNetLite0 : null;
}
