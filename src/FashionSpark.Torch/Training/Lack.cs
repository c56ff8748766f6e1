namespace FashionSpark.Torch.Training;

/// <summary>What a worker would have needed to take part in a round.</summary>
internal enum Lack
{
    Nothing,

    /// <summary>The machine has not read the partition's images.</summary>
    Images,

    /// <summary>It does not see the driver's checkpoint.</summary>
    Weights,

    /// <summary>The momentum of the round before is neither here nor in the weights that came.</summary>
    Momentum,
}
