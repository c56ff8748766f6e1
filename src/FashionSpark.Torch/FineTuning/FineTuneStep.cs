using FashionSpark.Images;
using FashionSpark.Torch.Graphs;
using FashionSpark.Torch.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace FashionSpark.Torch.FineTuning;

/// <summary>One partition of a fine-tuning; its weights are <see cref="TunedWeights"/>.</summary>
internal sealed class FineTuneStep : ITrainStep
{
    /// <summary>Pictures scored at a time, each in several views: 300 MB of activations at 224 pixels.</summary>
    private const int ScoredAtATime = 16;

    private readonly FineTuneRecipe _recipe;
    private readonly int _classes;
    private readonly GraphNetwork _network;
    private readonly AdamW _optimiser;
    private readonly Tensor[] _parameters;
    private readonly WindowBatch _windows;
    private readonly PictureViews _views;

    /// <param name="size">Images of a batch of this partition.</param>
    public FineTuneStep(FineTuneRecipe recipe, int classes, int size)
    {
        NetworkGraph graph = recipe.Graph!;
        _recipe = recipe;
        _classes = classes;
        Size = size;
        double[] depths = graph.Depths();
        _network = new GraphNetwork(graph, recipe.Bf16 ?? false, slot => recipe.Trains(slot, depths[slot.Step]));
        _parameters = [.. _network.Parameters];
        _optimiser = new AdamW([.. _network.Trained.Zip(_parameters, (slot, tensor) => new TunedTensor(
            tensor,
            slot.Length,
            slot.Step == graph.Steps.Count - 1 ? recipe.HeadRate : recipe.Rate * Math.Pow(recipe.FirstLayer, 1 - depths[slot.Step]),
            slot.Role == SlotRole.Weight ? recipe.WeightDecay : 0))]);
        _windows = new WindowBatch(recipe, graph.Channels, classes, size);
        _views = new PictureViews(recipe.Size, recipe.Size, graph.Channels, recipe.Views);
    }

    public int Size { get; }

    public void LoadWeights(ReadOnlySpan<float> weights)
    {
        _network.Load(weights);
        _optimiser.LoadMean(weights[_network.Layout.Length..]);
    }

    public float[] SaveWeights()
    {
        float[] weights = new float[_network.Layout.Length + _optimiser.Length];
        _network.Save(weights);
        _optimiser.SaveMean(weights.AsSpan(_network.Layout.Length));
        return weights;
    }

    public void LoadMomentum(ReadOnlySpan<float> momentum) => _optimiser.LoadMoments(momentum);

    public float[] SaveMomentum() => _optimiser.SaveMoments();

    public (double LossSum, long Correct) Run(PartitionImages source, int[] rows, int epoch, double progress, ref SplitMix64 chance)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor images, Tensor targets) = _windows.Paint(source, rows, ref chance);
        ulong dropped = chance.Next();
        Tensor logits = _network.Forward(images, features => features * _windows.Kept(features.shape[1], dropped));
        Tensor loss = (targets * log_softmax(logits, 1)).sum() / -rows.Length;
        IList<Tensor> gradients = autograd.grad([loss], _parameters);
        _optimiser.Step([.. gradients.Select(gradient => gradient.contiguous())], _recipe.RateAt(progress), _recipe.GradientClip, _recipe.Average, get_num_threads());
        return (loss.item<float>() * rows.Length, logits.detach().argmax(1).eq(targets.argmax(1)).sum().item<long>());
    }

    /// <summary>By the running mean of the weights, and the mean of the views' probabilities.</summary>
    public (double LossSum, long Correct) Evaluate(PartitionImages source, int images, CancellationToken cancellation)
    {
        using IDisposable noGradient = no_grad();
        float[] weights = SaveWeights();
        _network.Load(TunedWeights.Mean(_recipe, weights));
        double lossSum = 0;
        long correct = 0;
        for (int first = 0; first < images; first += ScoredAtATime)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(ScoredAtATime, images - first);
            using DisposeScope scope = NewDisposeScope();
            Tensor labels = tensor(source.Labels.AsSpan(first, count).ToArray());
            Tensor probabilities = Probabilities(source, first, count);
            lossSum += nll_loss(probabilities.clamp(1e-30).log(), labels, reduction: nn.Reduction.Sum).item<float>();
            correct += probabilities.argmax(1).eq(labels).sum().item<long>();
        }

        _network.Load(weights);
        return (lossSum, correct);
    }

    /// <summary>[count, classes], as the exported graph answers.</summary>
    internal Tensor Probabilities(PartitionImages source, int first, int count)
    {
        byte[] pixels = new byte[count * _views.Length];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, i =>
        {
            (int width, int height) = source.Sizes[first + i];
            PixelImage picture = new(width, height, _network.Graph.Channels, source.Pixels[first + i].ToArray());
            _views.Write(picture, pixels.AsSpan(i * _views.Length, _views.Length));
        });
        float[] values = System.Array.ConvertAll(pixels, value => (float)value);
        new PixelScaling(_recipe.Input!).Apply(values);
        Tensor images = tensor(values, [count * _views.Count, _recipe.Size, _recipe.Size, _network.Graph.Channels]).permute(0, 3, 1, 2);
        Tensor p = softmax(_network.Forward(images), 1);
        if (_recipe.Mirror)
        {
            p = (p + softmax(_network.Forward(images.flip(3)), 1)) / 2;
        }

        return p.reshape(count, _views.Count, _classes).mean([1]);
    }

    public void Dispose()
    {
        _network.Dispose();
        _windows.Dispose();
    }
}
