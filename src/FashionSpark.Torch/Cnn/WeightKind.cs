namespace FashionSpark.Torch.Cnn;

/// <summary>What a run of numbers in the weight vector is.</summary>
public enum WeightKind
{
    /// <summary>Convolution, [out, height, width, in].</summary>
    Convolution,

    /// <summary>Scale of a batch norm, [channels].</summary>
    Gamma,

    /// <summary>Shift of a batch norm, [channels].</summary>
    Beta,

    /// <summary>Running mean of a batch norm, [channels]; not trained, but averaged.</summary>
    Mean,

    /// <summary>Running variance of a batch norm, [channels]; not trained, but averaged.</summary>
    Variance,

    /// <summary>Linear layer, [classes, features].</summary>
    Linear,

    /// <summary>Bias of the linear layer, [classes].</summary>
    Bias,
}
