namespace FashionSpark.Torch.Cnn;

/// <summary>The kinds of convolution layers a network is put together from; all without bias, all with batch norm and ReLU.</summary>
public enum LayerKind
{
    /// <summary><c>Zn</c>: 4x4, stride 2, padding 1: halves the map (28 to 14).</summary>
    Stride,

    /// <summary><c>cn</c>: 3x3, padding 1.</summary>
    Plain,

    /// <summary><c>kn</c>: 3x3, padding 1, then 2x2 max pooling before the batch norm.</summary>
    Pool,

    /// <summary><c>qn</c>: 3x3, padding 1, added to its input after the ReLU.</summary>
    Residual,
}
