using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Training;

namespace FashionSpark.MachineLearning;

/// <summary>
/// <c>--model baseline</c>: what a linear model can do with histograms of gradients, to measure the other models by.
/// Features are computed by the engine's partitions; ML.NET, which knows one machine, learns from them on the driver.
/// </summary>
public sealed class BaselineTrainer : ITrainer
{
    internal const string Name = "baseline";

    public string Model => Name;

    public async Task<TrainingResult> TrainAsync(
        IEngine engine, TrainOptions options, string runId, IRunProgress progress, TimeProvider time, CancellationToken cancellation)
    {
        if (FinishedTraining.Find(options, runId, progress) is { } finished)
        {
            return finished;
        }

        // Data: a pinned version, as the view that the features are of.
        long started = time.GetTimestamp();
        DeltaTableInfo table = await PreparedData.DescribeAsync(engine, options.Data, options.DataVersion, cancellation).ConfigureAwait(false);
        PreparedProperties data = PreparedProperties.Read(table);
        bool asTheyAre = data.HasOneSize() && Math.Max(data.Width, data.Height) <= BaselineRecipe.Side;
        (int width, int height) = asTheyAre ? (data.Width, data.Height) : (BaselineRecipe.Side, BaselineRecipe.Side);
        IReadOnlyList<Fit> views = asTheyAre ? [] : [Fit.Letterbox];
        (FeatureMatrix train, FeatureMatrix validation) = await new FeatureCollector(engine, table, data.Classes.Count).CollectAsync(
            share => new HogFeaturesOptions(width, height, data.Channels, views, share), progress, cancellation).ConfigureAwait(false);

        int[] validated = validation.Labels.ToArray();
        if (validated.Length > 0)
        {
            EveryClass.Require($"'{options.Data}' version {table.Version}", Split.Validation, data.Classes, label => validated.Contains(label));
        }

        // A model for each strength of the penalty; validation says which one it is.
        int passes = options.Epochs ?? BaselineRecipe.Get(options.Profile).Passes;
        Candidate[] candidates = await TrainAllAsync(train, validation, data.Classes.Count, passes, options.Seed, progress, cancellation).ConfigureAwait(false);
        Candidate best = candidates.OrderByDescending(c => c.Accuracy).ThenBy(c => c.Loss).First();

        // The file.
        RoundMetric[] rounds = validation.Rows == 0 ? [] : [.. candidates.Index().SelectMany(c => c.Item.Metrics(c.Index + 1, validation.Rows))];
        var result = new TrainingResult(
            options.Out, rounds, (long)train.Rows * passes, time.GetElapsedTime(started).TotalSeconds, passes);
        var metadata = new ModelMetadata
        {
            Name = $"{Name}-{options.Profile}",
            Classes = data.Classes,
            Width = width,
            Height = height,
            Channels = data.Channels,
            Preprocessing = data.Preprocessing,
            Views = views,
            PreparedWidth = asTheyAre ? null : data.Width,
            PreparedHeight = asTheyAre ? null : data.Height,
            Data = options.Data,
            DataVersion = table.Version,
            RunId = runId,
            Seed = options.Seed,
            TrainedAt = time.GetUtcNow(),
            Metrics = best.Describe(train.Rows, passes, validation.Rows > 0),
        };
        MlNetModelFile.Create(best.Model, train.Width, metadata, result).Write(options.Out);
        return result;
    }

    private static async Task<Candidate[]> TrainAllAsync(
        FeatureMatrix train, FeatureMatrix validation, int classes, int passes, long seed, IRunProgress progress, CancellationToken cancellation)
    {
        // Without validation images there is nothing to choose by: the middle one.
        IReadOnlyList<float> strengths = validation.Rows > 0 ? BaselineRecipe.Strengths : [BaselineRecipe.Strengths[BaselineRecipe.Strengths.Count / 2]];
        var candidates = new Candidate[strengths.Count];
        using IStageProgress bar = progress.Begin(TrainStage.Name, strengths.Count, "models");
        await Parallel.ForAsync(0, strengths.Count, cancellation, (i, stop) =>
        {
            LinearModel model = LinearModel.Train(train, classes, strengths[i], passes, seed, stop);
            (double accuracy, double loss) = validation.Rows > 0 ? model.Measure(validation) : (0, 0);
            candidates[i] = new Candidate(model, strengths[i], accuracy, loss);
            bar.Report(1);
            if (validation.Rows > 0)
            {
                bar.Describe($"penalty {strengths[i]:G1}, validation accuracy {accuracy:F4}");
            }

            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return candidates;
    }

    private sealed record Candidate(LinearModel Model, float Strength, double Accuracy, double Loss)
    {
        public IEnumerable<RoundMetric> Metrics(int round, int n) =>
        [
            new(round, Split.Validation, "accuracy", Accuracy, n),
            new(round, Split.Validation, "loss", Loss, n),
            new(round, Split.Validation, "penalty", Strength, n),
        ];

        public Dictionary<string, double> Describe(int rows, int passes, bool measured)
        {
            var metrics = new Dictionary<string, double> { ["train.images"] = rows, ["train.passes"] = passes, ["train.penalty"] = Strength };
            if (measured)
            {
                metrics["validation.accuracy"] = Accuracy;
                metrics["validation.loss"] = Loss;
            }

            return metrics;
        }
    }
}
