using FashionSpark.Datasets;
using FashionSpark.Evaluation;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Training;

namespace FashionSpark.MachineLearning.Tests;

public sealed class BaselineTrainerTests : IDisposable
{
    private readonly TinyBaseline _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Whole_job_is_scored_and_evaluated_like_any_other_model()
    {
        JobResult result = await _tiny.RunAsync(_tiny.Prepare, _tiny.Train, _tiny.Score, new EvaluateOptions());

        SplitReport test = result.Evaluate!.Splits.Single(split => split.Split == Split.Test);
        Assert.Equal(100, test.Accuracy.N);
        // Ten grey levels in a row are hard for a linear model (0.39 seen); chance is 0.1.
        Assert.InRange(test.Accuracy.Value, 0.25, 1);
    }

    [Fact]
    public async Task Every_strength_is_measured_on_validation_and_the_best_is_kept()
    {
        TrainingResult result = (await _tiny.RunAsync(_tiny.Prepare, _tiny.Train)).Train!;

        RoundMetric[] accuracies = [.. result.Rounds.Where(metric => metric.Metric == "accuracy")];
        Assert.Equal([1, 2, 3], accuracies.Select(metric => metric.Round));
        ModelMetadata metadata = ModelFormats.Read(_tiny.Model).Metadata!;
        Assert.Equal(accuracies.Max(metric => metric.Value), metadata.Metrics["validation.accuracy"]);
        Assert.Equal(("baseline-quick", 28, 28, 1, 10), (metadata.Name, metadata.Width, metadata.Height, metadata.Channels, metadata.Classes.Count));
        Assert.Empty(metadata.Views);
    }

    [Fact]
    public async Task Same_seed_gives_the_same_answers_whatever_the_partitioning()
    {
        await _tiny.RunAsync(_tiny.Prepare, _tiny.Train);
        float[] first = Answers(_tiny.Model);

        await _tiny.RunAsync(_tiny.Prepare with { Out = _tiny["other"], Partitions = 5 }, _tiny.Train with { Data = _tiny["other"], Out = _tiny["other.zip"] }, parallelism: 1);

        Assert.Equal(first, Answers(_tiny["other.zip"]));
    }

    [Fact]
    public async Task Large_colour_images_are_looked_at_in_one_small_view()
    {
        await _tiny.RunAsync(_tiny.Prepare with { Size = 64, Channels = 3, Fit = Fit.Letterbox }, _tiny.Train);

        using IClassifier model = ModelFormats.Open(_tiny.Model, 1);

        Assert.Equal((56, 56, 3, 64), (model.Metadata.Width, model.Metadata.Height, model.Metadata.Channels, model.Metadata.PreparedWidth));
        Assert.Equal([Fit.Letterbox], model.Metadata.Views);
        Assert.Equal(56 * 56 * 3, model.InputLength);
    }

    [Fact]
    public async Task Model_that_is_there_is_refused_unless_it_may_be_replaced()
    {
        await _tiny.RunAsync(_tiny.Prepare, _tiny.Train);

        OutputExistsException e = await Assert.ThrowsAsync<OutputExistsException>(() => _tiny.RunAsync(train: _tiny.Train));

        Assert.Contains("--overwrite", e.Message, StringComparison.Ordinal);
        await _tiny.RunAsync(train: _tiny.Train with { Overwrite = true });
    }

    [Fact]
    public async Task Class_without_validation_images_is_named()
    {
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => _tiny.RunAsync(_tiny.Prepare with { ValidationShare = 0.02 }, _tiny.Train));

        Assert.Contains("The split 'validation' of", e.Message, StringComparison.Ordinal);
        Assert.Contains("has no images of '", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_tiny.Model));
    }

    [Fact]
    public async Task Unknown_profile_is_named()
    {
        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(
            () => _tiny.RunAsync(_tiny.Prepare, _tiny.Train with { Profile = "huge", Epochs = null }));

        Assert.Contains("'huge'", e.Message, StringComparison.Ordinal);
    }

    private static float[] Answers(string path)
    {
        using IClassifier model = ModelFormats.Open(path, 1);
        var pixels = new byte[5 * model.InputLength];
        new Random(7).NextBytes(pixels);
        var answers = new float[5 * model.Metadata.Classes.Count];
        model.Predict(pixels, 5, answers);
        return answers;
    }
}
