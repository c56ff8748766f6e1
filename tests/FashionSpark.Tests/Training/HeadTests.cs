using System.Runtime.InteropServices;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Training.Transfer;

namespace FashionSpark.Tests.Training;

/// <summary>The linear head on features from a seed: 3 classes, 13 features (no multiple of a vector), 2 views.</summary>
public sealed class HeadTests : IDisposable
{
    private const int Classes = 3;
    private const int Features = 13;
    private const int Views = 2;
    private readonly TemporaryFolder _folder = new();
    private readonly LocalEngine _engine = TestEngine.Create();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Sums_AreThoseOfTheTextbook(int images)
    {
        FeatureTable table = await WriteAsync([(Split.Train, images)]);
        Random random = new(5);
        double[] weights = [.. Enumerable.Range(0, Classes * (Features + 1)).Select(_ => random.NextDouble() - 0.5)];
        await using HeadPartitions partitions = await OpenAsync(table, partitions: 1);

        HeadSums sums = await partitions.SumAsync(Split.Train, weights, gradient: true);

        (double viewLoss, double imageLoss, long correct) = Textbook(images, weights);
        Assert.Equal(images, sums.Images);
        Assert.Equal(viewLoss, sums.ViewLoss, 9);
        Assert.Equal(imageLoss, sums.ImageLoss, 9);
        Assert.Equal(correct, sums.Correct);
        for (int i = 0; i < weights.Length; i++)
        {
            const double step = 1e-5;
            double Loss(double by)
            {
                double[] moved = [.. weights];
                moved[i] += by;
                return Textbook(images, moved).ViewLoss;
            }

            Assert.Equal((Loss(step) - Loss(-step)) / (2 * step), sums.Gradient[i], 5);
        }
    }

    [Fact]
    public async Task RunAsync_OtherPartitions_SameHeadToAMillionth()
    {
        FeatureTable table = await WriteAsync([(Split.Train, 200), (Split.Validation, 60)]);

        LinearHead one = await TrainAsync(table, partitions: 1);
        LinearHead seven = await TrainAsync(table, partitions: 7);

        Assert.Equal((one.Strength, one.Accuracy), (seven.Strength, seven.Accuracy));
        Assert.All(one.Weights.Zip(seven.Weights, (a, b) => Math.Abs(a - b)), off => Assert.InRange(off, 0, 1e-6));
        Assert.InRange(one.Accuracy, 0.7, 0.999);
    }

    [Fact]
    public async Task RunAsync_ChoosesTheStrengthWithTheLowestValidationLoss()
    {
        LinearHead head = await TrainAsync(await WriteAsync([(Split.Train, 200), (Split.Validation, 60)]), partitions: 2);

        var losses = head.Rounds.Where(round => round is { Split: Split.Validation, Metric: "loss" }).ToList();
        Assert.Equal(head.Loss, losses.Min(round => round.Value));
        Assert.Equal(head.Number, losses.MinBy(round => round.Value)!.Round);
        Assert.Equal(head.Strength, head.Rounds.Single(round => round.Metric == "strength" && round.Round == head.Number).Value);
    }

    [Fact]
    public async Task RunAsync_NoValidationSplit_TakesTheUsualStrength()
    {
        LinearHead head = await TrainAsync(await WriteAsync([(Split.Train, 60)]), partitions: 2);

        Assert.Equal((0.01, 0L), (head.Strength, head.ValidationImages));
    }

    [Theory]
    [InlineData(2, 60, Split.Train, "c")]
    [InlineData(60, 2, Split.Validation, "a")]
    public async Task RunAsync_ClassWithoutImages_IsNamed(int train, int validation, string split, string missing)
    {
        FeatureTable table = await WriteAsync([(Split.Train, train), (Split.Validation, validation)]);

        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => TrainAsync(table, partitions: 2));

        Assert.Contains($"The split '{split}' of 'data' has no images of '{missing}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FeaturesThatAreNoNumbers_StopsWithTheCause()
    {
        FeatureTable table = await WriteAsync([(Split.Train, 60)], (image, values) => values[3] = image == 7 ? float.NaN : values[3]);

        TrainingException e = await Assert.ThrowsAsync<TrainingException>(() => TrainAsync(table, partitions: 2));

        Assert.Contains("The loss became NaN", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SumAsync_MachineThatForgotItsFeatures_IsSentThemAgain()
    {
        FeatureTable table = await WriteAsync([(Split.Train, 50)]);
        double[] weights = [.. Enumerable.Range(0, Classes * (Features + 1)).Select(i => i * 0.01)];
        await using HeadPartitions partitions = await HeadPartitions.OpenAsync(
            new KeepingEngine(_engine), table, 3, Classes, "forgetting", NoProgress.Instance, CancellationToken.None);
        HeadSums before = await partitions.SumAsync(Split.Train, weights, gradient: true);

        FeatureMatrices.End("forgetting");
        HeadSums after = await partitions.SumAsync(Split.Train, weights, gradient: true);

        Assert.Equal((before.Images, before.ViewLoss, before.Correct), (after.Images, after.ViewLoss, after.Correct));
        Assert.Equal(before.Gradient, after.Gradient);
    }

    [Fact]
    public async Task Features_InAFileOfTheExecutor_AreFoundAgain()
    {
        FeatureTable table = await WriteAsync([(Split.Train, 5)]);
        List<RecordBatch> rows = await _engine.ReadDelta(new DeltaRead(table.Path, table.Version)).CollectAsync();
        FeatureMatrix matrix = FeatureMatrix.Read(rows, Views, Features, Classes, CancellationToken.None);
        FeaturesKey key = new("files", Split.Train, 2);
        FeatureMatrices.Add(key, _folder["local"], matrix);
        FeatureMatrices.End("files");

        FeatureMatrix found = FeatureMatrices.Find(key, _folder["local"])!;

        Assert.Equal(matrix.Values, found.Values);
        Assert.Equal(matrix.Labels, found.Labels);
        Assert.Null(FeatureMatrices.Find(key with { Partition = 3 }, _folder["local"]));
        FeatureMatrices.End("files");
    }

    private Task<HeadPartitions> OpenAsync(FeatureTable table, int partitions) =>
        HeadPartitions.OpenAsync(_engine, table, partitions, Classes, $"{_folder.Path}/{partitions}", NoProgress.Instance, CancellationToken.None);

    private async Task<LinearHead> TrainAsync(FeatureTable table, int partitions)
    {
        await using HeadPartitions rows = await OpenAsync(table, partitions);
        return await new HeadTraining(rows, ["a", "b", "c"], Views, "data").RunAsync(NoProgress.Instance);
    }

    private static float[] FeaturesOf(int image)
    {
        Random random = new(100 + image);
        return [.. Enumerable.Range(0, Views * Features).Select(i => (float)((random.NextDouble() * 4) + (i % Classes == image % Classes ? 3 : 0) + (i * 0.1)))];
    }

    private async Task<FeatureTable> WriteAsync((string Split, int Images)[] splits, Action<int, float[]>? change = null)
    {
        List<object?[]> rows = [];
        foreach ((string split, int images) in splits)
        {
            for (int i = 0; i < images; i++)
            {
                int image = i + (split == Split.Train ? 0 : 1000);
                float[] values = FeaturesOf(image);
                change?.Invoke(image, values);
                byte[] bytes = MemoryMarshal.AsBytes<float>(values).ToArray();
                rows.Add([ImageId.Compute(BitConverter.GetBytes(image)), image % Classes, bytes, split]);
            }
        }

        string path = _folder[$"features{Directory.EnumerateFileSystemEntries(_folder[""]).Count()}"];
        long version = await _engine.FromRows(RowBatch.Create(FeaturesSchema.Schema, rows), 3).WriteDeltaAsync(
            new DeltaWrite(path, "test", 1) { PartitionBy = [PreparedSchema.Split] }, null, CancellationToken.None);
        return new FeatureTable(path, version, Views, Features);
    }

    private static (double ViewLoss, double ImageLoss, long Correct) Textbook(int images, double[] weights)
    {
        (double viewLoss, double imageLoss, long correct) = (0, 0, 0);
        for (int image = 0; image < images; image++)
        {
            float[] values = FeaturesOf(image);
            double[] mean = new double[Classes];
            for (int view = 0; view < Views; view++)
            {
                double[] exp = [.. Enumerable.Range(0, Classes).Select(k => Math.Exp(
                    weights[(k * (Features + 1)) + Features] + Enumerable.Range(0, Features).Sum(f => weights[(k * (Features + 1)) + f] * values[(view * Features) + f])))];
                viewLoss -= Math.Log(exp[image % Classes] / exp.Sum());
                for (int k = 0; k < Classes; k++)
                {
                    mean[k] += exp[k] / exp.Sum() / Views;
                }
            }

            imageLoss -= Math.Log(mean[image % Classes]);
            correct += mean.Max() == mean[image % Classes] ? 1 : 0;
        }

        return (viewLoss, imageLoss, correct);
    }
}
