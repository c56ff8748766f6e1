namespace FashionSpark.Torch.Graphs;

/// <summary>A tensor of numbers in an ONNX file.</summary>
internal sealed record OnnxConstant(IReadOnlyList<long> Shape, double[] Values)
{
    public long[] Integers() => [.. Values.Select(value => (long)value)];
}
