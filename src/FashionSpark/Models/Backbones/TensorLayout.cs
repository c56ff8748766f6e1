namespace FashionSpark.Models.Backbones;

/// <summary>Order of the axes of a network's input: N images, C channels, H rows, W columns.</summary>
public enum TensorLayout
{
    Nchw,
    Nhwc,
}
