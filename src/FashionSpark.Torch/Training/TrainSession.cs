using System.Runtime.InteropServices;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>What a worker keeps of one partition between the rounds of a training: images, network, momentum.</summary>
internal sealed class TrainSession : IDisposable
{
    private ITrainStep? _step;
    private int _lastRound = -1;
    private int[] _order = [];
    private int _orderEpoch = -1;

    public TrainSession(PartitionImages images) => Images = images;

    public PartitionImages Images { get; }

    /// <summary>The steps of one round, from the round's weights.</summary>
    public PartitionRound Run(TrainRoundOptions options, int partition, PartitionContext context)
    {
        if (options.Steps == 0 || Images.Count == 0)
        {
            return Counted(options, partition);
        }

        ITrainStep step = Step(options);
        TrainState state = TrainState.Load(options);
        step.LoadWeights(state.Weights);
        if (_lastRound != options.Round - 1)
        {
            // The first round here: of the run, of a resumed one, after a failed try, or on another executor.
            step.LoadMomentum(state.Momentum.GetValueOrDefault(partition) ?? []);
        }

        _lastRound = -1;
        double lossSum = 0;
        long correct = 0;
        int[] rows = new int[step.Size];
        int total = options.Recipe.Epochs * options.StepsPerEpoch;
        for (int i = options.FirstStep; i < options.FirstStep + options.Steps; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Pick(options, partition, i, rows);
            SplitMix64 chance = SplitMix64.For(options.Seed, partition, options.Epoch, i);
            (double loss, long hits) = step.Run(
                Images, rows, options.Epoch, ((double)options.Epoch * options.StepsPerEpoch + i) / total, ref chance);
            lossSum += loss;
            correct += hits;
        }

        _lastRound = options.Round;
        float[] momentum = options.ReturnMomentum ? step.SaveMomentum() : [];
        return new PartitionRound(partition, Images.Count, (long)options.Steps * step.Size, lossSum, correct, step.SaveWeights(), momentum);
    }

    /// <summary>Loss and hits of the given weights over all images; without weights, the number of images alone.</summary>
    public PartitionRound Evaluate(TrainRoundOptions options, int partition, PartitionContext context)
    {
        if (options.WeightsHash is null || Images.Count == 0)
        {
            return Counted(options, partition);
        }

        ITrainStep step = Step(options);
        step.LoadWeights(TrainState.Load(options).Weights);
        (double lossSum, long correct) = step.Evaluate(Images, Images.Count, context.Cancellation);
        return new PartitionRound(partition, Images.Count, Images.Count, lossSum, correct, [], []);
    }

    /// <summary>Loss and hits of each of the options' models over the first images; the number of a model stands for the partition's.</summary>
    public IEnumerable<PartitionRound> Compare(TrainRoundOptions options, PartitionContext context)
    {
        ITrainStep step = Step(options);
        int images = Math.Min(options.ImagesCompared, Images.Count);
        for (int model = 0; model < options.Models.Count; model++)
        {
            step.LoadWeights(MemoryMarshal.Cast<byte, float>(options.Models[model]));
            (double lossSum, long correct) = step.Evaluate(Images, images, context.Cancellation);
            yield return new PartitionRound(model, Images.Count, images, lossSum, correct, [], []);
        }
    }

    private PartitionRound Counted(TrainRoundOptions options, int partition) =>
        new(partition, Images.Count, 0, 0, 0, [], []) { ClassRows = Images.CountClasses(options.Classes) };

    private ITrainStep Step(TrainRoundOptions options) => _step ??= options.Recipe.CreateStep(options);

    /// <summary>
    /// The images of a step: the epoch's own order, begun again where a partition has fewer images than the others, so
    /// that all partitions make the same number of steps.
    /// </summary>
    private void Pick(TrainRoundOptions options, int partition, int step, int[] rows)
    {
        if (_orderEpoch != options.Epoch)
        {
            _order = [.. Enumerable.Range(0, Images.Count)];
            SplitMix64.For(options.Seed, partition, options.Epoch, -1).Shuffle(_order);
            _orderEpoch = options.Epoch;
        }

        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = _order[(int)(((long)step * rows.Length + i) % _order.Length)];
        }
    }

    public void Dispose() => _step?.Dispose();
}
