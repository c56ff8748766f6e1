using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Torch.Networks;
using FashionSpark.Torch.Onnx;
using FashionSpark.Torch.Training;
using FashionSpark.Training;

namespace FashionSpark.Torch;

/// <summary>
/// <c>--model cnn</c>: a convolutional network in synchronous rounds. Every partition starts from the round's weights,
/// makes the round's optimiser steps on its own images and returns its weights; their average, weighted by images,
/// starts the next round. After every epoch the validation split is scored, and the best epoch becomes the model.
/// </summary>
public sealed class CnnTrainer : ITrainer
{
    private readonly Func<string, TrainRecipe> _profiles;

    public CnnTrainer()
        : this(TrainProfiles.Get)
    {
    }

    /// <param name="profiles">The recipe of a profile's name.</param>
    public CnnTrainer(Func<string, TrainRecipe> profiles) => _profiles = profiles;

    public string Model => "cnn";

    public async Task<TrainingResult> TrainAsync(
        IEngine engine, TrainOptions options, string runId, IRunProgress progress, TimeProvider time, CancellationToken cancellation)
    {
        // Data: a pinned version of the prepared set, and what makes this training this training.
        DeltaTableInfo table = await engine.DescribeDeltaAsync(options.Data, options.DataVersion, cancellation).ConfigureAwait(false)
            ?? throw new TableNotFoundException($"There is no prepared data set in '{options.Data}'. Run prepare first.");
        PreparedProperties prepared = PreparedProperties.Read(table);
        TrainIdentity identity = TrainIdentity.Of(options, _profiles(options.Profile), engine.Parallelism, table.Version, prepared);
        string folder = Checkpoint.FolderFor(options.Out);
        if (File.Exists(options.Out) && !Checkpoint.Belongs(folder, identity))
        {
            OnnxModelFile existing = OnnxModelFile.Read(options.Out);
            if (existing.Metadata?.RunId == runId && existing.Training is { } finished)
            {
                progress.Note($"'{options.Out}' is already this run's model.");
                return finished with { ModelPath = options.Out };
            }

            if (!options.Overwrite)
            {
                throw new OutputExistsException($"'{options.Out}' exists. Choose another --out, or replace it with --overwrite.");
            }
        }

        using Checkpoint checkpoint = Checkpoint.Open(folder, identity, options.Overwrite);
        if (checkpoint.State is { } found)
        {
            progress.Note($"Going on from the checkpoint of round {found.Round} in epoch {found.Epoch + 1} ('{folder}').");
        }
        else if (options.Resume)
        {
            progress.Note($"No checkpoint in '{folder}'; training starts from the beginning.");
        }

        // Each call has a key of its own: two trainings in one process share nothing.
        Driver driver = new(engine, identity, table, $"{runId}/{Guid.NewGuid():N}", checkpoint, time, cancellation);
        try
        {
            return await driver.RunAsync(options.Out, runId, progress).ConfigureAwait(false);
        }
        finally
        {
            driver.Release();
        }
    }

    /// <summary>One training, read from top to bottom: rows, first weights, rounds, validation, model.</summary>
    private sealed class Driver
    {
        /// <summary>Makes the run key of a validation in float32 another than that of the training.</summary>
        private const string Float32Key = "/float32";

        private readonly IEngine _engine;
        private readonly TrainIdentity _identity;
        private readonly TrainRecipe _recipe;
        private readonly string _runKey;
        private readonly Checkpoint _checkpoint;
        private readonly TimeProvider _time;
        private readonly CancellationToken _cancellation;
        private readonly IDataset _train;
        private readonly IDataset _validation;
        private readonly WeightLayout _layout;
        private (string? Path, byte[]? Inline, string? Hash) _weights;

        public Driver(
            IEngine engine, TrainIdentity identity, DeltaTableInfo table, string runKey, Checkpoint checkpoint, TimeProvider time, CancellationToken cancellation)
        {
            _engine = engine;
            _identity = identity;
            _recipe = identity.Recipe;
            _runKey = runKey;
            _checkpoint = checkpoint;
            _time = time;
            _cancellation = cancellation;
            _train = Read(table, Split.Train);
            _validation = Read(table, Split.Validation);
            _layout = new WeightLayout(NetworkSpec.Parse(_recipe.Network, identity.Shape.Channels, identity.Classes.Count));
        }

        /// <summary>Partitions run in this process or beside it, and see the checkpoint's files.</summary>
        private bool IsLocal => _engine.Name == "local";

        private IDataset Read(DeltaTableInfo table, string split) => _engine
            .ReadDelta(new DeltaRead(table.Path, table.Version, PreparedColumns.Names, new PartitionFilter(PreparedSchema.Split, [split])))
            .RepartitionById(_identity.Partitions, PreparedSchema.ImageId);

        public async Task<TrainingResult> RunAsync(string modelPath, string runId, IRunProgress progress)
        {
            long started = _time.GetTimestamp();
            TrainState state = _checkpoint.State ?? await BeginAsync().ConfigureAwait(false);
            int batch = _recipe.BatchSize / _identity.Partitions * _identity.Partitions;
            using IStageProgress bar = progress.Begin("train", (double)_recipe.Epochs * state.StepsPerEpoch * batch, "images");
            bar.Report(state.Images);
            Save(state);

            while (true)
            {
                if (state.Step == state.StepsPerEpoch)
                {
                    state = await EndEpochAsync(state, bar).ConfigureAwait(false);
                    Save(state);
                }

                if (state.Epoch == _recipe.Epochs)
                {
                    break;
                }

                long before = state.Images;
                state = await RoundAsync(state).ConfigureAwait(false);
                Save(state);
                bar.Report(state.Images - before);
            }

            return await WriteModelAsync(state, modelPath, runId, _time.GetElapsedTime(started).TotalSeconds).ConfigureAwait(false);
        }

        /// <summary>Round 0: partitions read their rows and count them.</summary>
        private async Task<TrainState> BeginAsync()
        {
            List<PartitionRound> counts = await CollectAsync(_train, TrainRoundFunction.Name, Options(0, 0, 0, 0)).ConfigureAwait(false);
            long rows = counts.Sum(count => count.Rows);
            if (rows == 0)
            {
                throw new DatasetException($"The data set '{_identity.Data}' version {_identity.DataVersion} has no labelled images in its split '{Split.Train}'.");
            }

            return new TrainState
            {
                Round = 0,
                Epoch = 0,
                Step = 0,
                StepsPerEpoch = (int)Math.Max(1, rows / _recipe.BatchSize),
                Images = 0,
                Weights = _layout.Initialise(_identity.Seed),
            };
        }

        private async Task<TrainState> RoundAsync(TrainState state)
        {
            double progress = ((double)state.Epoch * state.StepsPerEpoch + state.Step) / ((double)_recipe.Epochs * state.StepsPerEpoch);
            int most = _identity.Partitions == 1 ? _recipe.MostStepsPerRound : _recipe.StepsAt(progress);
            int steps = Math.Min(most, state.StepsPerEpoch - state.Step);
            int round = state.Round + 1;
            TrainRoundOptions options = Options(round, state.Epoch, state.Step, steps) with { StepsPerEpoch = state.StepsPerEpoch };
            List<PartitionRound> rounds = await CollectAsync(_train, TrainRoundFunction.Name, options).ConfigureAwait(false);
            long images = rounds.Sum(part => part.Images);
            double loss = rounds.Sum(part => part.LossSum) / images;
            if (!double.IsFinite(loss))
            {
                throw new TrainingException(
                    $"The loss became {loss} in round {round} (epoch {state.Epoch + 1}, learning rate {_recipe.RateAt(progress) * _recipe.MuonRate:G3}). " +
                    "The training diverged: try another --seed or a larger --batch-size, and look at the data set's statistics.");
            }

            return state with
            {
                Round = round,
                Step = state.Step + steps,
                Images = state.Images + images,
                Weights = WeightAverage.Of(rounds),
                Momentum = rounds.Where(part => part.Momentum.Length > 0).ToDictionary(part => part.Partition, part => part.Momentum),
                Metrics =
                [
                    .. state.Metrics,
                    new RoundMetric(round, Split.Train, "loss", loss, images),
                    new RoundMetric(round, Split.Train, "accuracy", rounds.Sum(part => part.Correct) / (double)images, images),
                    new RoundMetric(round, Split.Train, "learning_rate", _recipe.RateAt(progress) * _recipe.MuonRate, images),
                ],
            };
        }

        /// <summary>Scores the validation split and keeps the weights if they are the best so far; of equals, the lower loss.</summary>
        private async Task<TrainState> EndEpochAsync(TrainState state, IStageProgress bar)
        {
            TrainState next = state with { Epoch = state.Epoch + 1, Step = 0 };
            (double accuracy, double loss, long n) = await ValidateAsync(_recipe, "").ConfigureAwait(false);
            if (n == 0)
            {
                return next with { BestEpoch = next.Epoch, BestWeights = state.Weights };
            }

            bar.Describe($"epoch {next.Epoch}/{_recipe.Epochs}, validation accuracy {accuracy:F4}");
            bool best = state.BestEpoch == 0 || accuracy > state.BestAccuracy || (accuracy == state.BestAccuracy && loss < state.BestLoss);
            return next with
            {
                BestEpoch = best ? next.Epoch : state.BestEpoch,
                BestAccuracy = best ? accuracy : state.BestAccuracy,
                BestLoss = best ? loss : state.BestLoss,
                BestWeights = best ? state.Weights : state.BestWeights,
                Metrics =
                [
                    .. state.Metrics,
                    new RoundMetric(state.Round, Split.Validation, "accuracy", accuracy, n),
                    new RoundMetric(state.Round, Split.Validation, "loss", loss, n),
                ],
            };
        }

        private async Task<(double Accuracy, double Loss, long N)> ValidateAsync(TrainRecipe recipe, string key)
        {
            TrainRoundOptions options = Options(0, 0, 0, 0) with { Recipe = recipe, RunKey = _runKey + key };
            List<PartitionRound> parts = await CollectAsync(_validation, ValidateWeightsFunction.Name, options).ConfigureAwait(false);
            long n = parts.Sum(part => part.Rows);
            return n == 0 ? (0, 0, 0) : (parts.Sum(part => part.Correct) / (double)n, parts.Sum(part => part.LossSum) / n, n);
        }

        /// <summary>The best epoch's weights, measured once more in float32 as the file computes, and written.</summary>
        private async Task<TrainingResult> WriteModelAsync(TrainState state, string modelPath, string runId, double seconds)
        {
            Publish(state with { Weights = state.BestWeights });
            (double accuracy, double loss, long n) = await ValidateAsync(_recipe with { Bf16 = false }, Float32Key).ConfigureAwait(false);
            TrainingResult result = new(modelPath, state.Metrics, state.Images, seconds, state.BestEpoch);
            Dictionary<string, double> metrics = new()
            {
                ["train.epochs"] = _recipe.Epochs,
                ["train.best_epoch"] = state.BestEpoch,
                ["train.images"] = state.Images,
                ["train.partitions"] = _identity.Partitions,
                ["train.bf16"] = _recipe.Bf16 == true ? 1 : 0,
            };
            if (n > 0)
            {
                metrics["validation.accuracy"] = accuracy;
                metrics["validation.loss"] = loss;
            }

            ModelMetadata metadata = new()
            {
                Name = $"cnn-{_identity.Profile}",
                Classes = _identity.Classes,
                Width = _identity.Shape.Width,
                Height = _identity.Shape.Height,
                Channels = _identity.Shape.Channels,
                Preprocessing = _identity.Preprocessing,
                Data = _identity.Data,
                DataVersion = _identity.DataVersion,
                RunId = runId,
                Seed = _identity.Seed,
                TrainedAt = _time.GetUtcNow(),
                Metrics = metrics,
            };
            NetworkSpec network = NetworkSpec.Parse(_recipe.Network, _identity.Shape.Channels, _identity.Classes.Count);
            OnnxModelFile.Create(OnnxExporter.Export(network, state.BestWeights, _identity.Shape, _recipe.Views), metadata, result).Write(modelPath);
            _checkpoint.Remove();
            return result;
        }

        private void Save(TrainState state)
        {
            (string path, string hash) = _checkpoint.Save(state);
            if (IsLocal)
            {
                TrainState.Keep(hash, state);
                _weights = (path, null, hash);
            }
            else
            {
                Publish(state);
            }
        }

        /// <summary>Makes a state's weights those of the next call as bytes in its options: for executors that see no file of the driver.</summary>
        private void Publish(TrainState state)
        {
            (byte[] bytes, string hash) = (state with { BestWeights = [], Momentum = new Dictionary<int, float[]>(), Metrics = [] }).ToBytes();
            _weights = (null, bytes, hash);
        }

        private TrainRoundOptions Options(int round, int epoch, int firstStep, int steps) => new()
        {
            RunKey = _runKey,
            Recipe = _recipe,
            Shape = _identity.Shape,
            Classes = _identity.Classes.Count,
            Partitions = _identity.Partitions,
            Seed = _identity.Seed,
            Round = round,
            Epoch = epoch,
            FirstStep = firstStep,
            Steps = steps,
            WeightsPath = _weights.Path,
            Weights = _weights.Inline,
            WeightsHash = _weights.Hash,
            ReturnMomentum = IsLocal,
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

        public void Release()
        {
            TrainSessions.End(_runKey);
            TrainSessions.End(_runKey + Float32Key);
        }
    }
}
