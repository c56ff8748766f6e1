namespace FashionSpark.Torch.Cnn;

/// <summary>A tensor's place in the weight vector.</summary>
/// <param name="Layer">Number of the convolution layer; the linear layer has the next one.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Shape">Its shape, row-major.</param>
/// <param name="Offset">Index of its first number.</param>
public sealed record WeightSlot(int Layer, WeightKind Kind, IReadOnlyList<long> Shape, int Offset)
{
    public int Length { get; } = (int)Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>False for running statistics.</summary>
    public bool IsTrained => Kind is not (WeightKind.Mean or WeightKind.Variance);

    /// <summary>Weights that meet in one output value.</summary>
    public int FanIn => Length / (int)Shape[0];
}
