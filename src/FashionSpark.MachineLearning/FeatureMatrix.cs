namespace FashionSpark.MachineLearning;

/// <summary>Features of images, a byte each, row after row, with their labels.</summary>
/// <param name="Features">Rows x <paramref name="Width"/> bytes.</param>
/// <param name="Labels">A label a row.</param>
/// <param name="Width">Features of a row.</param>
internal sealed record FeatureMatrix(ReadOnlyMemory<byte> Features, ReadOnlyMemory<int> Labels, int Width)
{
    public int Rows => Labels.Length;
}
