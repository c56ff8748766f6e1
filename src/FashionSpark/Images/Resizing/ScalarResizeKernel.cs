namespace FashionSpark.Images;

/// <summary>For machines without AVX2, and what the vectors must agree with.</summary>
internal sealed class ScalarResizeKernel : IResizeKernel
{
    public static void Down(ReadOnlySpan<byte> source, int stride, ResizeWeights weights, int position, Span<byte> row)
    {
        ReadOnlySpan<short> taps = weights.Of(position)[..weights.Counts[position]];
        for (int i = 0; i < row.Length; i++)
        {
            int sum = weights.Half;
            for (int tap = 0; tap < taps.Length; tap++)
            {
                sum += taps[tap] * source[(tap * stride) + i];
            }

            row[i] = ToByte(sum, weights.FractionBits);
        }
    }

    public static void Across(ReadOnlySpan<byte> row, ResizeWeights weights, int channels, Span<byte> target)
    {
        for (int x = 0; x < weights.Starts.Length; x++)
        {
            ReadOnlySpan<short> taps = weights.Of(x)[..weights.Counts[x]];
            ReadOnlySpan<byte> pixels = row[(weights.Starts[x] * channels)..];
            for (int channel = 0; channel < channels; channel++)
            {
                int sum = weights.Half;
                for (int tap = 0; tap < taps.Length; tap++)
                {
                    sum += taps[tap] * pixels[(tap * channels) + channel];
                }

                target[(x * channels) + channel] = ToByte(sum, weights.FractionBits);
            }
        }
    }

    private static byte ToByte(int sum, int fractionBits) => (byte)Math.Clamp(sum >> fractionBits, 0, 255);
}
