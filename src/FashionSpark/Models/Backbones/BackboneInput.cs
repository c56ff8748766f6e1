namespace FashionSpark.Models.Backbones;

/// <summary>How pixels become the input of a backbone.</summary>
/// <param name="Name">Name of the input.</param>
/// <param name="Size">Width and height in pixels.</param>
/// <param name="Layout">Order of the axes.</param>
/// <param name="Order">Order of the colours.</param>
/// <param name="Half">Whether it takes float16; float32 otherwise.</param>
/// <param name="Mean">Subtracted from each channel, in the network's order of colours, 0 to 255.</param>
/// <param name="Scale">Divides what is left.</param>
public sealed record BackboneInput(
    string Name,
    int Size,
    TensorLayout Layout,
    ChannelOrder Order,
    bool Half,
    IReadOnlyList<float> Mean,
    IReadOnlyList<float> Scale)
{
    public const int Channels = 3;
}
