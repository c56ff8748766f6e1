namespace FashionSpark.Models.Backbones;

/// <summary>Order of the colours in a network's input.</summary>
public enum ChannelOrder
{
    Rgb,
    Bgr,
}
