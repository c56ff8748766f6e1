using FashionSpark.Torch.Graphs;

namespace FashionSpark.Torch.FineTuning;

/// <summary>
/// The vector that travels, is averaged and is kept: the network's numbers and, behind them, the running mean of those that
/// are trained. A mean of running means is the running mean of a mean, so both may be averaged over partitions.
/// </summary>
internal static class TunedWeights
{
    /// <summary>Slots that are trained, in the order of their running means.</summary>
    public static IEnumerable<GraphSlot> Trained(FineTuneRecipe recipe)
    {
        double[] depths = recipe.Graph!.Depths();
        return new GraphLayout(recipe.Graph).Slots.Where(slot => recipe.Trains(slot, depths[slot.Step]));
    }

    /// <summary>Weights to start from: the network's, and the running mean equal to them.</summary>
    public static float[] Begin(FineTuneRecipe recipe, ReadOnlySpan<float> network)
    {
        List<float> weights = [.. network];
        foreach (GraphSlot slot in Trained(recipe))
        {
            weights.AddRange(slot.Of(network));
        }

        return [.. weights];
    }

    /// <summary>The network's numbers with the running mean in place of those that are trained: the model.</summary>
    public static float[] Mean(FineTuneRecipe recipe, ReadOnlySpan<float> weights)
    {
        int length = new GraphLayout(recipe.Graph!).Length;
        float[] network = weights[..length].ToArray();
        ReadOnlySpan<float> mean = weights[length..];
        foreach (GraphSlot slot in Trained(recipe))
        {
            mean[..slot.Length].CopyTo(slot.Of(network.AsSpan()));
            mean = mean[slot.Length..];
        }

        return network;
    }
}
