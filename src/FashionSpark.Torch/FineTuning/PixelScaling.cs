using FashionSpark.Models.Backbones;

namespace FashionSpark.Torch.FineTuning;

/// <summary>Brings RGB values of 0 to 255 to the order, mean and scale that a backbone was trained on.</summary>
internal sealed class PixelScaling
{
    private readonly float[] _mean;
    private readonly float[] _factor;
    private readonly bool _swap;

    public PixelScaling(BackboneInput input)
    {
        _mean = [.. input.Mean];
        _factor = [.. input.Scale.Select(scale => 1 / scale)];
        _swap = input.Order == ChannelOrder.Bgr;
    }

    /// <param name="values">[..., 3], changed in place.</param>
    public void Apply(Span<float> values)
    {
        for (int i = 0; i < values.Length; i += 3)
        {
            (float first, float last) = _swap ? (values[i + 2], values[i]) : (values[i], values[i + 2]);
            values[i] = (first - _mean[0]) * _factor[0];
            values[i + 1] = (values[i + 1] - _mean[1]) * _factor[1];
            values[i + 2] = (last - _mean[2]) * _factor[2];
        }
    }
}
