using FashionSpark.Datasets;
using FashionSpark.Models;
using FashionSpark.Models.Onnx;
using FashionSpark.Pipeline;
using FashionSpark.Training;

namespace FashionSpark.Torch.Training;

/// <summary>
/// One training, read from top to bottom: rows, first weights, rounds, validation, model. In a round every partition
/// starts from the same weights, makes the round's optimiser steps on its own images and returns its weights; their
/// average, weighted by images, starts the next round. After every epoch the validation split is scored, and the best
/// epoch becomes the model.
/// </summary>
internal sealed class Rounds
{
    private readonly ITrainingPlan _plan;
    private readonly TrainIdentity _identity;
    private readonly TrainRecipe _recipe;
    private readonly TrainPartitions _partitions;
    private readonly Checkpoint _checkpoint;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Range> _trained;
    private bool _hinted;
    private TimeSpan _saving;

    public Rounds(ITrainingPlan plan, TrainIdentity identity, TrainPartitions partitions, Checkpoint checkpoint, TimeProvider time)
    {
        _plan = plan;
        _identity = identity;
        _recipe = identity.Recipe;
        _partitions = partitions;
        _checkpoint = checkpoint;
        _time = time;
        _trained = plan.TrainedParts(identity);
    }

    public async Task<TrainingResult> RunAsync(string modelPath, string runId, IRunProgress progress, CancellationToken cancellation)
    {
        long started = _time.GetTimestamp();
        TrainState state = _checkpoint.State ?? await BeginAsync(cancellation).ConfigureAwait(false);
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
            state = await RoundAsync(state, progress).ConfigureAwait(false);
            Save(state);
            bar.Report(state.Images - before);
        }

        return await WriteModelAsync(state, modelPath, runId, _time.GetElapsedTime(started).TotalSeconds).ConfigureAwait(false);
    }

    /// <summary>Round 0: partitions read their rows and count them.</summary>
    private async Task<TrainState> BeginAsync(CancellationToken cancellation)
    {
        long[] rows = await _partitions.CountAsync(Split.Train).ConfigureAwait(false);
        if (rows.Sum() == 0)
        {
            throw new DatasetException($"The data set '{_identity.Data}' version {_identity.DataVersion} has no labelled images in its split '{Split.Train}'.");
        }

        RequireEveryClass(Split.Train, rows);
        long[] validation = await _partitions.CountAsync(Split.Validation).ConfigureAwait(false);
        if (validation.Sum() > 0)
        {
            RequireEveryClass(Split.Validation, validation);
        }

        return new TrainState
        {
            Round = 0,
            Epoch = 0,
            Step = 0,
            StepsPerEpoch = (int)Math.Max(1, rows.Sum() / _recipe.BatchSize),
            Images = 0,
            Weights = await _plan.BeginAsync(_identity, cancellation).ConfigureAwait(false),
        };
    }

    private void RequireEveryClass(string split, long[] rows) =>
        EveryClass.Require($"'{_identity.Data}' version {_identity.DataVersion}", split, _identity.Classes, label => rows[label] > 0);

    private async Task<TrainState> RoundAsync(TrainState state, IRunProgress watcher)
    {
        double progress = ((double)state.Epoch * state.StepsPerEpoch + state.Step) / ((double)_recipe.Epochs * state.StepsPerEpoch);
        int most = _identity.Partitions == 1 ? _recipe.MostStepsPerRound : _recipe.StepsAt(progress);
        int steps = Math.Min(most, state.StepsPerEpoch - state.Step);
        int round = state.Round + 1;
        long started = _time.GetTimestamp();
        List<PartitionRound> rounds =
            await _partitions.TrainAsync(round, state.Epoch, state.Step, steps, state.StepsPerEpoch).ConfigureAwait(false);
        TimeSpan wall = _time.GetElapsedTime(started) + _saving;
        long images = rounds.Sum(part => part.Images);
        double loss = rounds.Sum(part => part.LossSum) / images;
        if (!double.IsFinite(loss))
        {
            throw new TrainingException(
                $"The loss became {loss} in round {round} (epoch {state.Epoch + 1}, learning rate {_recipe.RateAt(progress) * _recipe.PeakRate:G3}). " +
                "The training diverged: try another --seed or a larger --batch-size, and look at the data set's statistics and, where there is a backbone, at its scaling (--backbone-mean, --backbone-scale).");
        }

        float[] average = WeightAverage.Of(rounds);
        List<RoundMetric> metrics =
        [
            new(round, Split.Train, "loss", loss, images),
            new(round, Split.Train, "accuracy", rounds.Sum(part => part.Correct) / (double)images, images),
            new(round, Split.Train, "learning_rate", _recipe.RateAt(progress) * _recipe.PeakRate, images),

            // What the first is longer than the second is what a round costs beyond its arithmetic.
            new(round, Split.Train, "round_seconds", wall.TotalSeconds, images),
            new(round, Split.Train, "compute_seconds", rounds.Max(part => part.Seconds), images),
        ];
        if (Divergence.Of(rounds, average, state.Weights, _trained) is { } divergence)
        {
            metrics.Add(new RoundMetric(round, Split.Train, "divergence", divergence, images));
        }

        if (state.Step + steps == state.StepsPerEpoch)
        {
            metrics.AddRange(await CompareAsync(round, steps, average, rounds, watcher).ConfigureAwait(false));
        }

        return state with
        {
            Round = round,
            Step = state.Step + steps,
            Images = state.Images + images,
            Weights = average,
            Momentum = rounds.Where(part => part.Momentum.Length > 0).ToDictionary(part => part.Partition, part => part.Momentum),
            Metrics = [.. state.Metrics, .. metrics],
        };
    }

    /// <summary>The average against its parts, while the parts are at hand; part of the round, so that a resumed training has the same rows.</summary>
    private async Task<IReadOnlyList<RoundMetric>> CompareAsync(
        int round, int steps, float[] average, List<PartitionRound> rounds, IRunProgress progress)
    {
        IReadOnlyList<RoundMetric> comparison = await new AverageComparison(_partitions).RunAsync(round, average, rounds).ConfigureAwait(false);
        if (!_hinted && AverageComparison.Hint(comparison, steps) is { } hint)
        {
            _hinted = true;
            progress.Note(hint);
        }

        return comparison;
    }

    /// <summary>Scores the validation split and keeps the weights if they are the best so far; of equals, the lower loss.</summary>
    private async Task<TrainState> EndEpochAsync(TrainState state, IStageProgress bar)
    {
        TrainState next = state with { Epoch = state.Epoch + 1, Step = 0 };
        if (next.Epoch < _recipe.FirstValidation * _recipe.Epochs)
        {
            bar.Describe($"epoch {next.Epoch}/{_recipe.Epochs}");
            return next;
        }

        (double accuracy, double loss, long n) = await _partitions.ValidateAsync().ConfigureAwait(false);
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

    /// <summary>The best epoch's weights, measured once more in float32 as the file computes where training does not, and written.</summary>
    private async Task<TrainingResult> WriteModelAsync(TrainState state, string modelPath, string runId, double seconds)
    {
        (double accuracy, double loss, long n) = (state.BestAccuracy, state.BestLoss, state.Metrics.LastOrDefault(metric => metric is { Split: Split.Validation, Metric: "accuracy" })?.N ?? 0);
        if (_recipe.Bf16 == true)
        {
            _partitions.Publish(state with { Weights = state.BestWeights });
            (accuracy, loss, n) = await _partitions.ValidateAsync(float32: true).ConfigureAwait(false);
        }

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

        ModelMetadata metadata = _plan.Describe(_identity.ToMetadata(runId, _time.GetUtcNow(), metrics));
        OnnxModelFile.Create(_plan.Export(_identity, state.BestWeights), metadata, result).Write(modelPath);
        _checkpoint.Remove();
        await _partitions.DropAsync().ConfigureAwait(false);
        return result;
    }

    private void Save(TrainState state)
    {
        long started = _time.GetTimestamp();
        (string path, string hash) = _checkpoint.Save(state);
        _partitions.Publish(state, path, hash);
        _saving = _time.GetElapsedTime(started);
    }
}
