using System.Numerics.Tensors;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.Torch.Training;

/// <summary>
/// The driver's side of the partition functions: the two splits in partitions, and the weights they start from. The images
/// are read once and stay with the workers; a round runs over one small row a partition. Where a worker lacks what it
/// needs, the round is run again for its partitions, with everything.
/// </summary>
internal sealed class TrainPartitions : IAsyncDisposable
{
    private readonly IEngine _engine;
    private readonly TrainIdentity _identity;
    private readonly string _runKey;
    private readonly IRunProgress _progress;
    private readonly CancellationToken _cancellation;
    private IDataset _train = null!;
    private IDataset _validation = null!;
    private TrainState? _state;
    private (string Path, string Hash)? _file;

    private TrainPartitions(IEngine engine, TrainIdentity identity, string runKey, IRunProgress progress, CancellationToken cancellation)
    {
        _engine = engine;
        _identity = identity;
        _runKey = runKey;
        _progress = progress;
        _cancellation = cancellation;
        WorkersSeeFiles = true;
    }

    /// <summary>Workers that do not see the checkpoint get the weights in their options: twice the bytes, once an executor.</summary>
    public bool WorkersSeeFiles { get; private set; }

    /// <param name="runKey">Under which workers keep images and momentum; of no other training.</param>
    public static async Task<TrainPartitions> OpenAsync(
        IEngine engine, TrainIdentity identity, string runKey, IRunProgress progress, CancellationToken cancellation)
    {
        TrainPartitions partitions = new(engine, identity, runKey, progress, cancellation);
        partitions._train = await partitions.Hold(Split.Train).PersistAsync(cancellation).ConfigureAwait(false);
        partitions._validation = await partitions.Hold(Split.Validation).PersistAsync(cancellation).ConfigureAwait(false);
        return partitions;
    }

    /// <summary>Makes a state's weights those of the next call, by the checkpoint's file where workers see it.</summary>
    public void Publish(TrainState state, string path, string hash)
    {
        (_state, _file) = (state, (Path.GetFullPath(path), hash));
        if (_engine.IsInProcess)
        {
            TrainState.Keep(hash, state);
        }
    }

    /// <summary>Makes a state's weights, which are in no file, those of the next call.</summary>
    public void Publish(TrainState state) => (_state, _file) = (state, null);

    /// <summary>Partitions read their images and count them: images of each class.</summary>
    public async Task<long[]> CountAsync(string split)
    {
        long[] counts = new long[_identity.Classes.Count];
        await foreach (RecordBatch batch in (split == Split.Train ? _train : _validation).CollectAsync(rows: null, _cancellation).ConfigureAwait(false))
        {
            foreach (long[] classRows in HoldImagesFunction.ClassRows(batch))
            {
                TensorPrimitives.Add<long>(counts, classRows, counts);
            }
        }

        return counts;
    }

    /// <summary>Runs a round on all partitions.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="firstStep">Counted from the epoch's begin.</param>
    public Task<List<PartitionRound>> TrainAsync(int round, int epoch, int firstStep, int steps, int stepsPerEpoch) => RunAsync(
        _train,
        Split.Train,
        TrainRoundFunction.Name,
        Options() with { Round = round, Epoch = epoch, FirstStep = firstStep, Steps = steps, StepsPerEpoch = stepsPerEpoch });

    /// <summary>Scores the validation split; n = 0 where there is none.</summary>
    /// <param name="float32">As the exported model computes, whatever the training does.</param>
    public async Task<(double Accuracy, double Loss, long N)> ValidateAsync(bool float32 = false)
    {
        TrainRoundOptions options = float32 ? Options() with { Recipe = _identity.Recipe with { Bf16 = false } } : Options();
        List<PartitionRound> parts = await RunAsync(_validation, Split.Validation, ValidateWeightsFunction.Name, options).ConfigureAwait(false);
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
            Models = models,
            ImagesCompared = (int)((images + _identity.Partitions - 1) / _identity.Partitions),
        };
        List<PartitionRound> parts = await RunAsync(_validation, Split.Validation, CompareWeightsFunction.Name, options).ConfigureAwait(false);
        return [.. parts.GroupBy(part => part.Partition).OrderBy(model => model.Key).Select(model => (model.Sum(part => part.Correct), model.Sum(part => part.Images)))];
    }

    /// <summary>The training is done: workers drop what they hold.</summary>
    public async Task DropAsync()
    {
        if (!_engine.IsInProcess)
        {
            PartitionFunctionSpec drop = PartitionFunctionSpec.Create(DropImagesFunction.Name, new DropImagesOptions(_runKey));
            await foreach (RecordBatch _ in _train.MapPartitions(drop).CollectAsync(rows: null, _cancellation).ConfigureAwait(false))
            {
            }
        }
    }

    /// <summary>Frees what the engine keeps for this training.</summary>
    public async ValueTask DisposeAsync()
    {
        TrainSessions.End(_runKey);
        try
        {
            await _train.UnpersistAsync(CancellationToken.None).ConfigureAwait(false);
            await _validation.UnpersistAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (FashionSparkException)
        {
            // Two small rows a partition; what the training itself ended with matters more.
        }
    }

    private IDataset Hold(string split, IReadOnlyList<int>? only = null) => _engine
        .ReadDelta(new DeltaRead(_identity.Data, _identity.DataVersion, PreparedColumns.Names, new PartitionFilter(PreparedSchema.Split, [split])))
        .RepartitionById(_identity.Partitions, PreparedSchema.ImageId, only)
        .MapPartitions(PartitionFunctionSpec.Create(
            HoldImagesFunction.Name, new HoldImagesOptions(_runKey, split, _identity.Shape, _identity.Classes.Count, _identity.Recipe.TakesAnySize, only)));

    private TrainRoundOptions Options() => new()
    {
        RunKey = _runKey,
        Recipe = _identity.Recipe,
        Shape = _identity.Shape,
        Classes = _identity.Classes.Count,
        Partitions = _identity.Partitions,
        Seed = _identity.Seed,
    };

    /// <summary>One answer a partition, whatever workers have forgotten meanwhile.</summary>
    private async Task<List<PartitionRound>> RunAsync(IDataset held, string split, string function, TrainRoundOptions options)
    {
        TrainRoundOptions first = _file is { } file && WorkersSeeFiles
            ? options with { WeightsPath = file.Path, WeightsHash = file.Hash }
            : WithWeights(options, momentumOf: []);
        List<PartitionRound> rounds = await CollectAsync(held, function, first).ConfigureAwait(false);
        PartitionRound[] lacking = [.. rounds.Where(round => round.Lacks != Lack.Nothing)];
        if (lacking.Length == 0)
        {
            return rounds;
        }

        if (lacking.Any(round => round.Lacks == Lack.Weights))
        {
            WorkersSeeFiles = false;
        }
        else
        {
            _progress.Note($"{(options.Round == 0 ? "Validation" : $"Round {options.Round}")}: partitions {Describe(lacking)} are sent again");
        }

        int[] partitions = [.. lacking.Select(round => round.Partition)];
        rounds.RemoveAll(round => round.Lacks != Lack.Nothing);
        rounds.AddRange(await CollectAsync(Hold(split, partitions), function, WithWeights(options, partitions) with { IsWhole = true }).ConfigureAwait(false));
        return rounds;
    }

    private static string Describe(PartitionRound[] lacking) =>
        string.Join(", ", lacking.Select(round => $"{round.Partition} ({(round.Lacks == Lack.Images ? "no images" : "no momentum")})"));

    /// <summary>The weights as bytes, with the momentum of some partitions.</summary>
    private TrainRoundOptions WithWeights(TrainRoundOptions options, IReadOnlyList<int> momentumOf)
    {
        TrainState state = _state! with
        {
            BestWeights = [],
            Momentum = _state.Momentum.Where(pair => momentumOf.Contains(pair.Key)).ToDictionary(),
            Metrics = [],
        };
        (byte[] bytes, string hash) = state.ToBytes();
        return options with { Weights = bytes, WeightsHash = hash };
    }

    private async Task<List<PartitionRound>> CollectAsync(IDataset held, string function, TrainRoundOptions options)
    {
        List<PartitionRound> rounds = [];
        await foreach (RecordBatch batch in held.MapPartitions(PartitionFunctionSpec.Create(function, options))
            .CollectAsync(rows: null, _cancellation).ConfigureAwait(false))
        {
            rounds.AddRange(TrainRoundSchema.FromBatch(batch));
        }

        return rounds;
    }
}
