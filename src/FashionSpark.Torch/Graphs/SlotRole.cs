namespace FashionSpark.Torch.Graphs;

/// <summary>What a run of numbers is to its step.</summary>
public enum SlotRole
{
    /// <summary>Convolution [out, height, width, in / groups], or linear [out, in].</summary>
    Weight,

    /// <summary>Of a convolution, [out]: what the weights are multiplied by; the batch norm's, and never trained.</summary>
    Scale,

    /// <summary>[out].</summary>
    Bias,
}
