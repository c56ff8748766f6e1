using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Models.Backbones;
using FashionSpark.Models.Onnx;
using FashionSpark.Pipeline;

namespace FashionSpark.Training.Transfer;

/// <summary>
/// <c>--model transfer</c>: a pretrained backbone as it is, and a linear head trained on its features. The features are kept
/// beside the data set, so an interrupted training that is run again goes on from them, and another one takes seconds.
/// </summary>
public sealed class TransferTrainer : ITrainer
{
    public const string Name = "transfer";

    /// <summary>
    /// What the head learns from and what it is asked with, each also mirrored. The crop sees more of the cloth, the
    /// letterbox the whole of it: on photos of other people's wardrobes the two together were 3 points better than one.
    /// </summary>
    internal static readonly IReadOnlyList<Fit> Views = [Fit.Letterbox, Fit.Crop];

    public string Model => Name;

    public void Check(TrainOptions options)
    {
        RefuseRounds(options);
        OpenBackbone(options, NoProgress.Instance);
    }

    public async Task<TrainingResult> TrainAsync(
        IEngine engine, TrainOptions options, string runId, IRunProgress progress, TimeProvider time, CancellationToken cancellation)
    {
        RefuseRounds(options);

        // Data: a pinned version of the prepared set.
        long started = time.GetTimestamp();
        DeltaTableInfo data = await PreparedData.DescribeAsync(engine, options.Data, options.DataVersion, cancellation).ConfigureAwait(false);
        PreparedProperties prepared = PreparedProperties.Read(data);
        if (FinishedTraining.Find(options, runId, progress) is { } finished)
        {
            return finished;
        }

        if (prepared.Channels != BackboneInput.Channels)
        {
            throw new InvalidInputException($"The images of '{options.Data}' have {prepared.Channels} channel, but a backbone takes 3. Prepare them with --channels 3.");
        }

        Backbone backbone = OpenBackbone(options, progress);
        ExtractFeaturesOptions extract = new(backbone.Spec, Views);
        FeatureTable features = await FeatureTable.EnsureAsync(engine, data, prepared, extract, progress, cancellation).ConfigureAwait(false);

        // Each call has a key of its own: two trainings in one process share nothing.
        HeadPartitions partitions = await HeadPartitions.OpenAsync(
            engine, features, options.Partitions ?? engine.Parallelism, prepared.Classes.Count, $"{runId}/{Guid.NewGuid():N}", progress, cancellation).ConfigureAwait(false);
        LinearHead head;
        await using (partitions.ConfigureAwait(false))
        {
            head = await new HeadTraining(partitions, prepared.Classes, features.ViewCount, options.Data).RunAsync(progress).ConfigureAwait(false);
            await partitions.DropAsync().ConfigureAwait(false);
        }

        TrainingResult result = new(options.Out, head.Rounds, head.TrainImages, time.GetElapsedTime(started).TotalSeconds, head.Number);
        OnnxModelFile.Create(
            TransferExporter.Export(backbone, Views.Count, head.Weights, prepared.Classes.Count),
            Describe(options, runId, data.Version, prepared, backbone.Spec, head, time.GetUtcNow()),
            result,
            backbone.Model).Write(options.Out);
        return result;
    }

    private static void RefuseRounds(TrainOptions options)
    {
        if (options is not { Epochs: null, BatchSize: null, StepsPerRound: null })
        {
            throw new InvalidInputException(
                "Model 'transfer' is fitted exactly: it has no epochs, batches or rounds. Leave train.epochs, train.batchSize and train.stepsPerRound out, or take --model fine-tune.");
        }
    }

    private static Backbone OpenBackbone(TrainOptions options, IRunProgress progress) =>
        Backbone.Open(new BackboneLocator().Locate(options.Backbone ?? new BackboneOptions(), progress));

    private static ModelMetadata Describe(
        TrainOptions options, string runId, long dataVersion, PreparedProperties prepared, BackboneSpec backbone, LinearHead head, DateTimeOffset trainedAt)
    {
        Dictionary<string, double> metrics = new()
        {
            ["train.images"] = head.TrainImages,
            ["train.strength"] = head.Strength,
        };
        if (head.ValidationImages > 0)
        {
            metrics["validation.accuracy"] = head.Accuracy;
            metrics["validation.loss"] = head.Loss;
        }

        return new ModelMetadata
        {
            Name = Name,
            Classes = prepared.Classes,
            Width = backbone.Input.Size,
            Height = backbone.Input.Size,
            Channels = prepared.Channels,
            Preprocessing = prepared.Preprocessing,
            Views = Views,
            PreparedWidth = prepared.Width,
            PreparedHeight = prepared.Height,
            Backbone = backbone.Label,
            Data = options.Data,
            DataVersion = dataVersion,
            RunId = runId,
            Seed = options.Seed,
            TrainedAt = trainedAt,
            Metrics = metrics,
        };
    }
}
