using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Torch.FineTuning;
using FashionSpark.Torch.Graphs;
using FashionSpark.Torch.Tests.Graphs;
using FashionSpark.Torch.Training;
using FashionSpark.Training;

namespace FashionSpark.Torch.Tests.FineTuning;

public class FineTuneTrainerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_same_seed_gives_the_same_model(int partitions)
    {
        using TinyPhotos first = new(), second = new(), other = new();
        await first.RunAsync(TinyPhotos.Engine(), first.Options with { Partitions = partitions });
        await second.RunAsync(TinyPhotos.Engine(), second.Options with { Partitions = partitions });
        await other.RunAsync(TinyPhotos.Engine(), other.Options with { Partitions = partitions, Seed = 2 });
        Assert.Equal(first.Weights(), second.Weights());
        Assert.NotEqual(first.Weights(), other.Weights());
    }

    [Fact]
    public async Task One_partition_is_ordinary_training_however_its_rounds_are_cut()
    {
        using TinyPhotos shortRounds = new(), wholeEpochs = new();
        await shortRounds.RunAsync(TinyPhotos.Engine(), shortRounds.Options with { StepsPerRound = 1 });
        await wholeEpochs.RunAsync(TinyPhotos.Engine(), wholeEpochs.Options with { StepsPerRound = 1000 });
        Assert.Equal(shortRounds.Weights(), wholeEpochs.Weights());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_interrupted_training_ends_with_the_weights_of_an_uninterrupted_one(int partitions)
    {
        using TinyPhotos whole = new(), cut = new();
        TrainingResult expected = await whole.RunAsync(TinyPhotos.Engine(), whole.Options with { Partitions = partitions });
        int calls = 0;
        MemoryEngine failing = TinyPhotos.Engine(before: _ =>
        {
            if (++calls == 7 * partitions)
            {
                throw new IOException("No space left on device");
            }
        });
        await Assert.ThrowsAsync<IOException>(() => cut.RunAsync(failing, cut.Options with { Partitions = partitions }));
        TrainingResult result = await cut.RunAsync(TinyPhotos.Engine(), cut.Options with { Partitions = partitions, Resume = true });
        Assert.Contains(cut.Notes, note => note.StartsWith("Going on from the checkpoint of round", StringComparison.Ordinal));
        Assert.Equal(whole.Weights(), cut.Weights());
        Assert.Equal(expected.Rounds, result.Rounds);
    }

    [Fact]
    public async Task Learns_and_says_how_pictures_are_looked_at()
    {
        using TinyPhotos training = new();
        TrainingResult result = await training.RunAsync(TinyPhotos.Engine(), training.Options with { Epochs = 8 });
        RoundMetric best = result.Rounds.Where(metric => metric is { Split: "validation", Metric: "accuracy" }).MaxBy(metric => metric.Value)!;
        Assert.InRange(best.Value, 0.9, 1);
        ModelMetadata metadata = OnnxModelFile.Read(training.Model).Metadata!;
        Assert.Equal("fine-tune-quick", metadata.Name);
        Assert.Equal((16, 16, 20, 20), (metadata.Width, metadata.Height, metadata.PreparedWidth, metadata.PreparedHeight));
        Assert.Equal([Fit.Letterbox, Fit.Crop], metadata.Views);
        Assert.Equal(best.Value, metadata.Metrics["validation.accuracy"], 6);
    }

    [Fact]
    public async Task Frozen_layers_keep_the_backbones_weights()
    {
        using TinyPhotos training = new();
        FineTuneRecipe recipe = TinyPhotos.Recipe with { FrozenDepth = 0.5, FrozenDepthwise = 3 };
        await training.RunAsync(TinyPhotos.Engine(), training.Options with { Epochs = 1 }, recipe);
        // Six layers with weights: stem, wide and deep lie at depths of 1/6 to 1/2, the rest is trained.
        (NetworkGraph graph, float[] weights) = OnnxGraphReader.Read(BackboneGraphs.Mobile(), "features");
        Assert.Equal([1.0 / 6, 2.0 / 6, 0.5, 4.0 / 6, 5.0 / 6, 1], graph.WithHead(3).Depths().Zip(graph.WithHead(3).Steps, (depth, step) => (depth, step)).Where(pair => pair.step.HasWeights()).Select(pair => pair.depth));
        foreach ((string step, bool kept) in new[] { ("stem", true), ("deep", true), ("narrow", false), ("head", false) })
        {
            int number = graph.Steps.Index().First(pair => pair.Item.Name == step).Index;
            float[] exported = OnnxModelFile.Read(training.Model).Floats($"step{number}.bias");
            float[] given = new GraphLayout(graph).Slot(number, SlotRole.Bias).Of(weights.AsSpan()).ToArray();
            Assert.Equal(kept, exported.SequenceEqual(given));
        }
    }

    [Fact]
    public async Task A_class_without_images_is_named()
    {
        using TinyPhotos training = new();
        foreach (string split in new[] { Split.Train, Split.Validation })
        {
            Dictionary<string, RecordBatch> splits = new() { [Split.Train] = TinyPhotos.Images(60, 1), [Split.Validation] = TinyPhotos.Images(30, 2) };
            splits[split] = TinyPhotos.Images(20, 3, classes: 2);
            DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => training.RunAsync(TinyPhotos.Engine(splits: splits), training.Options));
            Assert.Contains($"The split '{split}' of 'memory' version 1 has no images of 'blue'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Grey_images_and_a_backbone_of_other_operators_are_refused()
    {
        using TinyPhotos training = new();
        Assert.Contains(
            "have 1 channel, but a backbone takes 3",
            (await Assert.ThrowsAsync<InvalidInputException>(() => training.RunAsync(TinyPhotos.Engine(channels: 1), training.Options))).Message,
            StringComparison.Ordinal);
        GraphProto graph = BackboneGraphs.Mobile();
        graph.Node.First(node => node.OpType == "Relu").OpType = "HardSwish";
        File.WriteAllBytes(training.Backbone, BackboneGraphs.ToBytes(graph));
        Assert.Contains(
            "operator 'HardSwish' (node 'stem.relu')",
            (await Assert.ThrowsAsync<ModelFormatException>(() => training.RunAsync(TinyPhotos.Engine(), training.Options))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loss_that_is_no_number_stops_with_the_round()
    {
        using TinyPhotos training = new();
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(
            () => training.RunAsync(TinyPhotos.Engine(), training.Options, TinyPhotos.Recipe with { HeadRate = double.NaN }));
        Assert.Contains("NaN in round 1 (epoch 1", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(training.Model));
    }

    [Fact]
    public async Task Another_backbone_is_another_training()
    {
        using TinyPhotos training = new();
        MemoryEngine failing = TinyPhotos.Engine(before: spec =>
        {
            if (spec.Name == ValidateWeightsFunction.Name)
            {
                throw new IOException("killed");
            }
        });
        await Assert.ThrowsAsync<IOException>(() => training.RunAsync(failing, training.Options));
        File.WriteAllBytes(training.Backbone, [.. File.ReadAllBytes(training.Backbone), 0x12, 0]);
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => training.RunAsync(TinyPhotos.Engine(), training.Options));
        Assert.Contains("recipe.backbone: ", error.Message, StringComparison.Ordinal);
    }
}
