using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Models.Onnx;
using FashionSpark.Testing;
using FashionSpark.Torch.Cnn;
using FashionSpark.Torch.Training;
using FashionSpark.Training;

namespace FashionSpark.Torch.Tests.Training;

public class CnnTrainerTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task The_same_seed_gives_the_same_weights(int partitions, bool bf16)
    {
        using TinyTraining first = new(), second = new(), other = new();
        CnnRecipe recipe = TinyTraining.Recipe with { Bf16 = bf16 };
        await first.RunAsync(TinyTraining.Engine(2), first.Options with { Partitions = partitions }, recipe);
        await second.RunAsync(TinyTraining.Engine(1), second.Options with { Partitions = partitions }, recipe);
        await other.RunAsync(TinyTraining.Engine(2), other.Options with { Partitions = partitions, Seed = 2 }, recipe);
        Assert.Equal(first.Weights(), second.Weights());
        Assert.NotEqual(first.Weights(), other.Weights());
    }

    [Fact]
    public async Task One_partition_is_ordinary_training_however_its_rounds_are_cut()
    {
        using TinyTraining shortRounds = new(), wholeEpochs = new();
        await shortRounds.RunAsync(TinyTraining.Engine(), shortRounds.Options with { StepsPerRound = 1 });
        await wholeEpochs.RunAsync(TinyTraining.Engine(), wholeEpochs.Options with { StepsPerRound = 1000 });
        Assert.Equal(shortRounds.Weights(), wholeEpochs.Weights());
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 3)]
    [InlineData(2, 8)]
    public async Task An_interrupted_training_ends_with_the_weights_of_an_uninterrupted_one(int partitions, int failAt)
    {
        using TinyTraining whole = new(), cut = new();
        TrainingResult expected = await whole.RunAsync(TinyTraining.Engine(), whole.Options with { Partitions = partitions });

        int calls = 0;
        MemoryEngine failing = TinyTraining.Engine(before: spec =>
        {
            if (spec.Name != HoldImagesFunction.Name && ++calls == failAt * partitions)
            {
                throw new IOException("No space left on device");
            }
        });
        await Assert.ThrowsAsync<IOException>(() => cut.RunAsync(failing, cut.Options with { Partitions = partitions }));
        Assert.False(File.Exists(cut.Model));
        Assert.True(Directory.Exists(cut.CheckpointFolder));

        // The same command again; --resume would do the same.
        TrainingResult result = await cut.RunAsync(TinyTraining.Engine(), cut.Options with { Partitions = partitions });
        Assert.Contains(cut.Notes, note => note.StartsWith("Going on from the checkpoint of round", StringComparison.Ordinal));
        Assert.Equal(whole.Weights(), cut.Weights());
        Assert.Equal(expected.Rounds, result.Rounds);
        Assert.False(Directory.Exists(cut.CheckpointFolder));
    }

    public static TheoryData<string> Losses => ["nothing", "memory", "memory and files", "momentum", "checkpoint"];

    /// <summary>Workers of other processes: what they lose between rounds is sent again, and the model does not depend on it.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Workers_that_lost_something_end_with_the_same_weights(string lost)
    {
        using TinyTraining local = new(), remote = new();
        using TemporaryFolder executor = new();
        TrainingResult expected = await local.RunAsync(TinyTraining.Engine(2), local.Options with { Partitions = 2 });

        int calls = 0;
        void Lose(PartitionFunctionSpec spec)
        {
            // Before both partitions of the fourth round, and not again when they are sent again.
            if (spec.Name != TrainRoundFunction.Name || !spec.ToJson().Contains("\"round\":4,", StringComparison.Ordinal) || ++calls > 2)
            {
                return;
            }

            switch (lost)
            {
                case "memory":
                    TrainSessions.End((string)spec.Options["runKey"]!);
                    break;
                case "memory and files":
                    TrainSessions.End((string)spec.Options["runKey"]!);
                    Directory.Delete(executor["fashionspark"], recursive: true);
                    Directory.CreateDirectory(executor["fashionspark"]);
                    break;
                case "momentum":
                    TrainSessions.End((string)spec.Options["runKey"]!);
                    Directory.GetFiles(executor.Path, "*.momentum", SearchOption.AllDirectories).ToList().ForEach(File.Delete);
                    break;
                case "checkpoint":
                    TrainState.Forget();
                    Directory.GetFiles(remote.CheckpointFolder, "*.state").ToList().ForEach(File.Delete);
                    break;
            }
        }

        MemoryEngine engine = TinyTraining.Engine(1, Lose, inProcess: false, localFolder: executor.Path);
        TrainingResult result = await remote.RunAsync(engine, remote.Options with { Partitions = 2 });

        Assert.Equal(local.Weights(), remote.Weights());
        Assert.Equal(expected.Rounds, result.Rounds);
        string[] notes = lost == "memory and files"
            ?
            [
                "Round 4: partitions 0 (no images), 1 (no images) are sent again",
                "Validation: partitions 0 (no images), 1 (no images) are sent again",
            ]
            : [];
        Assert.Equal(notes, remote.Notes);
        Assert.Empty(Directory.GetDirectories(executor["fashionspark"]));
    }

    [Fact]
    public async Task A_torn_checkpoint_is_not_taken_for_a_whole_one()
    {
        using TinyTraining training = new();
        int calls = 0;
        MemoryEngine failing = TinyTraining.Engine(before: spec =>
        {
            if (spec.Name != HoldImagesFunction.Name && ++calls == 3)
            {
                throw new IOException("killed");
            }
        });
        await Assert.ThrowsAsync<IOException>(() => training.RunAsync(failing, training.Options));
        string state = Directory.GetFiles(training.CheckpointFolder, "*.state").Single();
        File.WriteAllBytes(state, File.ReadAllBytes(state)[..^100]);
        await training.RunAsync(TinyTraining.Engine(), training.Options with { Resume = true });
        Assert.Contains(training.Notes, note => note.StartsWith("No checkpoint", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_checkpoint_of_other_options_is_refused_with_the_difference()
    {
        using TinyTraining training = new();
        MemoryEngine failing = TinyTraining.Engine(before: spec =>
        {
            if (spec.Name == ValidateWeightsFunction.Name)
            {
                throw new IOException("killed");
            }
        });
        await Assert.ThrowsAsync<IOException>(() => training.RunAsync(failing, training.Options));
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(
            () => training.RunAsync(TinyTraining.Engine(), training.Options with { Seed = 7, Epochs = 2 }));
        Assert.Contains("recipe.epochs: 3 there, 2 here; seed: 1 there, 7 here", error.Message, StringComparison.Ordinal);
        Assert.Contains("--overwrite", error.Message, StringComparison.Ordinal);
        await training.RunAsync(TinyTraining.Engine(), training.Options with { Seed = 7, Epochs = 2, Overwrite = true });
    }

    [Fact]
    public async Task A_model_is_replaced_only_on_request_and_the_same_run_finds_its_own()
    {
        using TinyTraining training = new();
        TrainingResult first = await training.RunAsync(TinyTraining.Engine(), training.Options);
        TrainingResult again = await training.RunAsync(TinyTraining.Engine(), training.Options);
        Assert.Equal(first.Rounds, again.Rounds);
        await Assert.ThrowsAsync<OutputExistsException>(() => training.RunAsync(TinyTraining.Engine(), training.Options, runId: "other"));
        await training.RunAsync(TinyTraining.Engine(), training.Options with { Overwrite = true }, runId: "other");
        Assert.Equal("other", OnnxModelFile.Read(training.Model).Metadata!.RunId);
    }

    [Fact]
    public async Task A_loss_that_is_no_number_stops_the_training()
    {
        using TinyTraining training = new();
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(
            () => training.RunAsync(TinyTraining.Engine(deviation: double.NaN), training.Options));
        Assert.Contains("NaN in round 1 (epoch 1", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(training.Model));
    }

    [Fact]
    public async Task Pictures_of_any_size_are_refused()
    {
        using TinyTraining training = new();
        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(
            () => training.RunAsync(TinyTraining.Engine(preprocessing: Preprocessing.Name(Fit.Inside)), training.Options));
        Assert.Contains("Prepare them with --fit letterbox.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learns_and_says_what_it_did()
    {
        using TinyTraining training = new();
        TrainingResult result = await training.RunAsync(TinyTraining.Engine(2), training.Options with { Partitions = 2, Epochs = 8 });
        RoundMetric best = result.Rounds.Where(metric => metric is { Split: "validation", Metric: "accuracy" }).MaxBy(metric => metric.Value)!;
        Assert.InRange(best.Value, 0.9, 1);
        ModelMetadata metadata = OnnxModelFile.Read(training.Model).Metadata!;
        Assert.Equal(best.Value, metadata.Metrics["validation.accuracy"], 6);
        Assert.Equal("cnn-quick", metadata.Name);
        Assert.Equal(training.Time.GetUtcNow(), metadata.TrainedAt);
        Assert.Equal(8 * 10 * 20, result.Images);
    }

    [Fact]
    public async Task Wrong_options_are_all_named_at_once()
    {
        using TinyTraining training = new();
        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(
            () => training.RunAsync(TinyTraining.Engine(), training.Options with { Epochs = 0, Partitions = 30, StepsPerRound = -1 }));
        Assert.Equal(
            "Training cannot start: epochs must be at least 1, got 0; the batch size must be at least the number of partitions (30), got 20; " +
            "steps per round must be at least 1, got -1.",
            error.Message);
    }
}
