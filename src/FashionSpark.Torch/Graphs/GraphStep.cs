namespace FashionSpark.Torch.Graphs;

/// <summary>One step of a <see cref="NetworkGraph"/>. Sizes of the plane are in pixels, height first.</summary>
public sealed record GraphStep
{
    public required GraphOp Op { get; init; }

    /// <summary>Name of the node it came from, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Values that go in: 0 is the images, i + 1 what step i made.</summary>
    public required IReadOnlyList<int> Inputs { get; init; }

    /// <summary>Of a convolution [out, height, width, in / groups], of a linear step [out, in].</summary>
    public IReadOnlyList<long> Weight { get; init; } = [];

    public long Groups { get; init; } = 1;

    /// <summary>Window of a pooling: [height, width].</summary>
    public IReadOnlyList<long> Kernel { get; init; } = [];

    public IReadOnlyList<long> Strides { get; init; } = [1, 1];

    public IReadOnlyList<long> Dilations { get; init; } = [1, 1];

    /// <summary>[top, left, bottom, right].</summary>
    public IReadOnlyList<long> Pads { get; init; } = [0, 0, 0, 0];

    /// <summary>Whether an average counts the padding.</summary>
    public bool CountPadding { get; init; }

    /// <summary>Ends of a clip.</summary>
    public double Low { get; init; } = double.NegativeInfinity;
    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>Whether every channel has a kernel of its own.</summary>
    public bool IsDepthwise() => Op == GraphOp.Convolution && Groups > 1 && Weight[3] == 1;

    public bool HasWeights() => Op is GraphOp.Convolution or GraphOp.Linear;
}
