namespace FashionSpark.Torch.Graphs;

/// <summary>A tensor's place in the vector of a network's numbers.</summary>
/// <param name="Step">Step it belongs to.</param>
/// <param name="Role">What it is there.</param>
/// <param name="Shape">Its shape, row-major.</param>
/// <param name="Offset">Index of its first number.</param>
public sealed record GraphSlot(int Step, SlotRole Role, IReadOnlyList<long> Shape, int Offset)
{
    public int Length { get; } = (int)Shape.Aggregate(1L, (product, size) => product * size);

    public Span<float> Of(Span<float> weights) => weights.Slice(Offset, Length);

    public ReadOnlySpan<float> Of(ReadOnlySpan<float> weights) => weights.Slice(Offset, Length);
}
