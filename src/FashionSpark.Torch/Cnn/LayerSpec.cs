namespace FashionSpark.Torch.Cnn;

/// <summary>One convolution layer.</summary>
/// <param name="Kind">What happens around the convolution.</param>
/// <param name="In">Channels that go in.</param>
/// <param name="Out">Channels that come out.</param>
public sealed record LayerSpec(LayerKind Kind, int In, int Out)
{
    public int KernelSize => Kind == LayerKind.Stride ? 4 : 3;

    public int Stride => Kind == LayerKind.Stride ? 2 : 1;

    /// <summary>Weights that meet in one output value.</summary>
    public int FanIn => In * KernelSize * KernelSize;

    /// <summary>Side of the map that comes out of one of the given side.</summary>
    public int OutputSide(int side) => Kind is LayerKind.Stride or LayerKind.Pool ? side / 2 : side;
}
