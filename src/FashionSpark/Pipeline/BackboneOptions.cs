using FashionSpark.Models.Backbones;

namespace FashionSpark.Pipeline;

/// <summary>
/// The pretrained network that a model starts from. What is null is taken from the file's metadata property
/// <c>fashionspark.backbone</c> (these keys as JSON), else from what is known of the file, else as each key says.
/// </summary>
public sealed record BackboneOptions
{
    /// <summary>An ONNX file, or <c>efficientnet-lite0</c>, which is found or fetched.</summary>
    public string File { get; init; } = KnownBackbone.EfficientNetLite0Name;

    /// <summary>Width and height it takes in pixels; null = as the file says, else 224.</summary>
    public int? Size { get; init; }

    /// <summary>Subtracted from each channel in its order, in units of a byte (0 to 255), one number or three; null = ImageNet's means.</summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>Divides what is left, one number or three; null = ImageNet's deviations.</summary>
    public IReadOnlyList<double>? Scale { get; init; }

    /// <summary><c>rgb</c> or <c>bgr</c>; null = rgb.</summary>
    public ChannelOrder? Channels { get; init; }

    /// <summary><c>nchw</c> or <c>nhwc</c>; null = by the axis that has 3 channels.</summary>
    public TensorLayout? Layout { get; init; }

    /// <summary>Name of the tensor that holds the features; null = what the last Gemm or MatMul with constant weights takes.</summary>
    public string? Features { get; init; }
}
