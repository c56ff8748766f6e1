using System.Runtime.InteropServices;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>What a worker keeps of one partition between the rounds of a training: images, network, momentum.</summary>
internal sealed class TrainSession : IDisposable
{
    private readonly Lock _turn = new();
    private readonly HeldFiles? _files;
    private ITrainStep? _step;
    private bool? _bf16;
    private PartitionRound? _last;
    private int _lastRound = -1;
    private int[] _order = [];
    private int _orderEpoch = -1;

    /// <param name="images">The partition's images.</param>
    /// <param name="files">Where momentum is kept for other processes of the executor; null = this process serves the partition alone.</param>
    public TrainSession(PartitionImages images, HeldFiles? files)
    {
        Images = images;
        _files = files;
    }

    public PartitionImages Images { get; }

    /// <summary>
    /// The steps of one round, from the round's weights. A round asked for twice, as when Spark repeats a task whose answer
    /// was lost, is made once.
    /// </summary>
    public PartitionRound Run(TrainRoundOptions options, int partition, PartitionContext context)
    {
        // One at a time: the task that Spark gave up may still be in its last step when the next try comes.
        lock (_turn)
        {
            if (options.Steps == 0 || Images.Count == 0)
            {
                return new PartitionRound(partition, Images.Count, 0, 0, 0, [], []);
            }

            if (_last is not null && _lastRound == options.Round)
            {
                return _last;
            }

            if (TrainState.Load(options) is not { } state)
            {
                return PartitionRound.Lacking(partition, Lack.Weights);
            }

            ITrainStep step = Step(options);
            if (!LoadMomentum(step, state, options, partition))
            {
                return PartitionRound.Lacking(partition, Lack.Momentum);
            }

            step.LoadWeights(state.Weights);
            _lastRound = -1;
            _last = Train(step, options, partition, context);
            _lastRound = options.Round;
            _files?.KeepMomentum(options.Round, _last.Momentum);
            return _last;
        }
    }

    /// <summary>Loss and hits of the given weights over all images.</summary>
    public PartitionRound Evaluate(TrainRoundOptions options, int partition, PartitionContext context)
    {
        lock (_turn)
        {
            if (Images.Count == 0)
            {
                return new PartitionRound(partition, 0, 0, 0, 0, [], []);
            }

            if (TrainState.Load(options) is not { } state)
            {
                return PartitionRound.Lacking(partition, Lack.Weights);
            }

            ITrainStep step = Step(options);
            step.LoadWeights(state.Weights);
            (double lossSum, long correct) = step.Evaluate(Images, Images.Count, context.Cancellation);
            TorchThreads.GiveBack();
            GC.KeepAlive(this);
            return new PartitionRound(partition, Images.Count, Images.Count, lossSum, correct, [], []);
        }
    }

    /// <summary>Loss and hits of each of the options' models over the first images; the number of a model stands for the partition's.</summary>
    public IReadOnlyList<PartitionRound> Compare(TrainRoundOptions options, PartitionContext context)
    {
        lock (_turn)
        {
            ITrainStep step = Step(options);
            int images = Math.Min(options.ImagesCompared, Images.Count);
            List<PartitionRound> answers = [];
            foreach ((int model, byte[] weights) in options.Models.Index())
            {
                step.LoadWeights(MemoryMarshal.Cast<byte, float>(weights));
                (double lossSum, long correct) = step.Evaluate(Images, images, context.Cancellation);
                answers.Add(new PartitionRound(model, Images.Count, images, lossSum, correct, [], []));
            }

            GC.KeepAlive(this);
            return answers;
        }
    }

    private PartitionRound Train(ITrainStep step, TrainRoundOptions options, int partition, PartitionContext context)
    {
        long started = context.Time.GetTimestamp();
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

        if (options.FirstStep + options.Steps == options.StepsPerEpoch)
        {
            TorchThreads.GiveBack();
        }

        // The images may be mapped, and a session that is dropped from the cache while it works must not be collected.
        GC.KeepAlive(this);
        return new PartitionRound(partition, Images.Count, (long)options.Steps * step.Size, lossSum, correct, step.SaveWeights(), step.SaveMomentum())
        {
            Seconds = context.Time.GetElapsedTime(started).TotalSeconds,
        };
    }

    /// <summary>The momentum after the round before: in the optimiser, in the executor's files, or come with the weights.</summary>
    private bool LoadMomentum(ITrainStep step, TrainState state, TrainRoundOptions options, int partition)
    {
        if (_last is not null && _lastRound == options.Round - 1)
        {
            return true;
        }

        float[]? momentum = _files?.Momentum(options.Round - 1) ?? state.Momentum.GetValueOrDefault(partition);
        if (momentum is null && options.Round > 1 && !options.IsWhole)
        {
            return false;
        }

        step.LoadMomentum(momentum ?? []);
        return true;
    }

    /// <summary>Made anew where the numbers change: the last validation is in float32, as the exported model computes.</summary>
    private ITrainStep Step(TrainRoundOptions options)
    {
        if (_step is not null && _bf16 != options.Recipe.Bf16)
        {
            _step.Dispose();
            (_step, _last) = (null, null);
        }

        _bf16 = options.Recipe.Bf16;
        return _step ??= options.Recipe.CreateStep(options);
    }

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
