namespace FashionSpark.Images;

/// <summary>Weights by the two sizes. Photos of one camera share them, and making them takes as long as using them.</summary>
internal sealed class ResizeWeightsCache
{
    /// <summary>64 pairs of sizes, at a few tens of kilobytes each.</summary>
    private const int Capacity = 64;

    private readonly Dictionary<(int From, int To), ResizeWeights> _weights = [];

    public ResizeWeights Lanczos3(int from, int to)
    {
        if (!_weights.TryGetValue((from, to), out ResizeWeights? weights))
        {
            if (_weights.Count == Capacity)
            {
                _weights.Clear();
            }

            weights = ResizeWeights.Lanczos3(from, to);
            _weights.Add((from, to), weights);
        }

        return weights;
    }
}
