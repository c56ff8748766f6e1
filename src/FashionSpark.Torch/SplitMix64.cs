namespace FashionSpark.Torch;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): numbers that follow from a seed alone, on every platform and .NET version.
/// A mutable struct: keep it in a local or a field, not in a property.
/// </summary>
internal struct SplitMix64
{
    private ulong _state;

    public SplitMix64(ulong seed) => _state = seed;

    /// <summary>A stream of its own for each combination of the parts, such as seed, epoch and partition.</summary>
    public static SplitMix64 For(params ReadOnlySpan<long> parts)
    {
        ulong seed = 0;
        foreach (long part in parts)
        {
            seed = new SplitMix64(seed ^ (ulong)part).Next();
        }

        return new SplitMix64(seed);
    }

    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="exclusive"/> - 1; the bias is below 2^-32 for the sizes used here.</summary>
    public int Next(int exclusive) => (int)(((Next() >> 32) * (ulong)exclusive) >> 32);

    /// <summary>In [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Box and Muller; the second of the pair is left.</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Fisher and Yates.</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
