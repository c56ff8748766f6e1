using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>The driver's side of the partition functions: the two splits in partitions, and the weights they start from.</summary>
internal sealed class TrainPartitions : IDisposable
{
    /// <summary>Makes the run key of a validation in float32 another than that of the training.</summary>
    private const string Float32Key = "/float32";

    private readonly IEngine _engine;
    private readonly TrainIdentity _identity;
    private readonly string _runKey;
    private readonly CancellationToken _cancellation;
    private readonly IDataset _train;
    private readonly IDataset _validation;
    private (string? Path, byte[]? Inline, string? Hash) _weights;

    /// <param name="runKey">Under which workers keep images and momentum; of no other training.</param>
    public TrainPartitions(IEngine engine, TrainIdentity identity, string runKey, CancellationToken cancellation)
    {
        _engine = engine;
        _identity = identity;
        _runKey = runKey;
        _cancellation = cancellation;
        _train = Read(Split.Train);
        _validation = Read(Split.Validation);
    }

    /// <summary>Partitions run in this process and see the checkpoint's files.</summary>
    private bool SeesFiles => _engine.IsInProcess;

    /// <summary>Makes a state's weights those of the next call: by the checkpoint's file where partitions see it.</summary>
    public void Publish(TrainState state, string path, string hash)
    {
        if (SeesFiles)
        {
            TrainState.Keep(hash, state);
            _weights = (path, null, hash);
        }
        else
        {
            Publish(state);
        }
    }

    /// <summary>Makes a state's weights those of the next call, as bytes in its options.</summary>
    public void Publish(TrainState state)
    {
        (byte[] bytes, string hash) = (state with { BestWeights = [], Momentum = new Dictionary<int, float[]>(), Metrics = [] }).ToBytes();
        _weights = (null, bytes, hash);
    }

    /// <summary>Partitions read their rows, where they have not, and count them: images of each class.</summary>
    public async Task<long[]> CountAsync(string split)
    {
        List<PartitionRound> parts = split == Split.Train
            ? await CollectAsync(_train, TrainRoundFunction.Name, Options()).ConfigureAwait(false)
            : await CollectAsync(_validation, ValidateWeightsFunction.Name, Options() with { WeightsHash = null }).ConfigureAwait(false);
        return [.. _identity.Classes.Select((_, label) => parts.Sum(part => part.ClassRows[label]))];
    }

    /// <summary>Runs a round on all partitions.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="firstStep">Counted from the epoch's begin.</param>
    public Task<List<PartitionRound>> TrainAsync(int round, int epoch, int firstStep, int steps, int stepsPerEpoch) => CollectAsync(
        _train,
        TrainRoundFunction.Name,
        Options() with { Round = round, Epoch = epoch, FirstStep = firstStep, Steps = steps, StepsPerEpoch = stepsPerEpoch });

    /// <summary>Scores the validation split; n = 0 where there is none.</summary>
    /// <param name="float32">As the exported model computes, whatever the training does.</param>
    public async Task<(double Accuracy, double Loss, long N)> ValidateAsync(bool float32 = false)
    {
        TrainRoundOptions options = float32
            ? Options() with { RunKey = _runKey + Float32Key, Recipe = _identity.Recipe with { Bf16 = false } }
            : Options();
        List<PartitionRound> parts = await CollectAsync(_validation, ValidateWeightsFunction.Name, options).ConfigureAwait(false);
        long n = parts.Sum(part => part.Rows);
        return n == 0 ? (0, 0, 0) : (parts.Sum(part => part.Correct) / (double)n, parts.Sum(part => part.LossSum) / n, n);
    }

    /// <summary>Hits of each model over the same images of the validation split.</summary>
    /// <param name="models">Weights, float32 bytes.</param>
    /// <param name="images">About how many images, spread over the partitions.</param>
    public async Task<IReadOnlyList<(long Correct, long N)>> CompareAsync(IReadOnlyList<byte[]> models, long images)
    {
        TrainRoundOptions options = Options() with
        {
            WeightsPath = null,
            Weights = null,
            Models = models,
            ImagesCompared = (int)((images + _identity.Partitions - 1) / _identity.Partitions),
        };
        List<PartitionRound> parts = await CollectAsync(_validation, CompareWeightsFunction.Name, options).ConfigureAwait(false);
        return [.. parts.GroupBy(part => part.Partition).OrderBy(model => model.Key).Select(model => (model.Sum(part => part.Correct), model.Sum(part => part.Images)))];
    }

    /// <summary>Frees what the partitions hold in this process.</summary>
    public void Dispose()
    {
        TrainSessions.End(_runKey);
        TrainSessions.End(_runKey + Float32Key);
    }

    private IDataset Read(string split) => _engine
        .ReadDelta(new DeltaRead(_identity.Data, _identity.DataVersion, PreparedColumns.Names, new PartitionFilter(PreparedSchema.Split, [split])))
        .RepartitionById(_identity.Partitions, PreparedSchema.ImageId);

    private TrainRoundOptions Options() => new()
    {
        RunKey = _runKey,
        Recipe = _identity.Recipe,
        Shape = _identity.Shape,
        Classes = _identity.Classes.Count,
        Partitions = _identity.Partitions,
        Seed = _identity.Seed,
        WeightsPath = _weights.Path,
        Weights = _weights.Inline,
        WeightsHash = _weights.Hash,
        ReturnMomentum = SeesFiles,
    };

    private async Task<List<PartitionRound>> CollectAsync(IDataset dataset, string function, TrainRoundOptions options)
    {
        List<PartitionRound> rounds = [];
        await foreach (RecordBatch batch in dataset.MapPartitions(PartitionFunctionSpec.Create(function, options))
            .CollectAsync(rows: null, _cancellation).ConfigureAwait(false))
        {
            rounds.AddRange(TrainRoundSchema.FromBatch(batch));
        }

        return rounds;
    }
}
