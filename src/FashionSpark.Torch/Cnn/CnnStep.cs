using FashionSpark.Torch.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace FashionSpark.Torch.Cnn;

/// <summary>One partition of a convolutional network's training.</summary>
internal sealed class CnnStep : ITrainStep
{
    private readonly CnnRecipe _recipe;
    private readonly BatchBuilder _batches;
    private readonly Tensor[] _parameters;

    /// <param name="size">Images of a batch of this partition.</param>
    public CnnStep(CnnRecipe recipe, ImageShape shape, int classes, int size)
    {
        _recipe = recipe;
        bool bf16 = recipe.Bf16 ?? false;
        Net = new ConvNet(NetworkSpec.Parse(recipe.Network, shape.Channels, classes), bf16);
        Optimiser = new Optimiser(Net, recipe);
        _batches = new BatchBuilder(shape, size, bf16);
        _parameters = [.. Net.Parameters];
        Size = size;
    }

    public ConvNet Net { get; }

    public Optimiser Optimiser { get; }

    public int Size { get; }

    public void LoadWeights(ReadOnlySpan<float> weights) => Net.Load(weights);

    public float[] SaveWeights()
    {
        float[] weights = new float[Net.Layout.Length];
        Net.Save(weights);
        return weights;
    }

    public void LoadMomentum(ReadOnlySpan<float> momentum) => Optimiser.Load(momentum);

    public float[] SaveMomentum()
    {
        float[] momentum = new float[Optimiser.Length];
        Optimiser.Save(momentum);
        return momentum;
    }

    public (double LossSum, long Correct) Run(PartitionImages source, int[] rows, int epoch, double progress, ref SplitMix64 chance)
    {
        using DisposeScope scope = NewDisposeScope();
        double erase = progress < 1 - _recipe.EraseOff ? _recipe.Erase : 0;
        (Tensor images, Tensor labels) = _batches.Augmented(source, rows, _recipe, epoch, erase, ref chance);
        Tensor logits = Net.Forward(images, training: true);
        Tensor loss = cross_entropy(logits, labels, label_smoothing: _recipe.LabelSmoothing);
        IList<Tensor> gradients = autograd.grad([loss], _parameters);
        Optimiser.Step([.. gradients], _recipe.RateAt(progress));
        return (loss.item<float>() * rows.Length, Hits(logits, labels));
    }

    public (double LossSum, long Correct) Evaluate(PartitionImages source, int images, CancellationToken cancellation)
    {
        using IDisposable noGradient = no_grad();
        double lossSum = 0;
        long correct = 0;
        for (int first = 0; first < images; first += Size)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            (Tensor batch, Tensor labels) = _batches.Plain(source, first, Math.Min(Size, images - first));
            Tensor logits = Logits(batch);
            lossSum += cross_entropy(logits, labels, reduction: nn.Reduction.Sum).item<float>();
            correct += Hits(logits, labels);
        }

        return (lossSum, correct);
    }

    /// <summary>Logits, or the logarithm of the mean of the views' probabilities: as the exported graph ends.</summary>
    private Tensor Logits(Tensor images)
    {
        Tensor logits = Net.Forward(images, training: false);
        if (_recipe.Views == 1)
        {
            return logits;
        }

        Tensor mirrored = Net.Forward(images.flip(3), training: false);
        return logsumexp(stack([log_softmax(logits, 1), log_softmax(mirrored, 1)]), 0);
    }

    private static long Hits(Tensor logits, Tensor labels) => logits.detach().argmax(1).eq(labels).sum().item<long>();

    public void Dispose()
    {
        Net.Dispose();
        Optimiser.Dispose();
        _batches.Dispose();
    }
}
