namespace FashionSpark.Torch.Graphs;

/// <summary>What a step of a <see cref="NetworkGraph"/> does. Images are [n, channels, height, width].</summary>
public enum GraphOp
{
    /// <summary>Convolution with zero padding, times a scale a channel (a folded batch norm), plus a bias.</summary>
    Convolution,

    /// <summary>[n, in] to [n, out], with bias.</summary>
    Linear,

    /// <summary>Values below the low end and above the high end become those; ReLU and ReLU6 among them.</summary>
    Clip,

    /// <summary>Sum of two values of one shape.</summary>
    Add,

    MaxPool,

    AveragePool,

    /// <summary>Mean over height and width: [n, channels, 1, 1].</summary>
    GlobalAverage,

    /// <summary>[n, all the rest].</summary>
    Flatten,
}
