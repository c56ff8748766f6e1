using System.Numerics.Tensors;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Models;

namespace FashionSpark.Scoring;

/// <summary>Partition function <c>score</c>: prepared images become rows of <see cref="PredictionsSchema"/>.</summary>
public sealed class ScoreFunction : IPartitionFunction
{
    public const string Name = "score";

    /// <summary>
    /// Bytes that go through a model at a time: 6 photos in two views of 224 x 224. A network for photos wants a hundred
    /// times that for its activations, and is no faster with more.
    /// </summary>
    private const int MostBytes = 2_000_000;

    private readonly ScoreFunctionOptions _options;

    public ScoreFunction(ScoreFunctionOptions options) => _options = options;

    /// <summary>The columns it reads.</summary>
    public static IReadOnlyList<string> InputColumns { get; } =
        [PreparedSchema.ImageId, PreparedSchema.Source, PreparedSchema.Label, .. PreparedPictures.Columns, PreparedSchema.Split];

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. InputColumns.Select(PreparedSchema.Schema.GetFieldByName)]);
        return PredictionsSchema.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        IClassifier model = ModelCache.Get(_options.ModelPath, _options.ModelHash, context.Threads);
        byte[] views = [];
        foreach (RecordBatch batch in input)
        {
            yield return Score(batch, model, ref views, context.Cancellation);
        }
    }

    private RecordBatch Score(RecordBatch batch, IClassifier model, ref byte[] views, CancellationToken cancellation)
    {
        var pictures = new PreparedPictures(batch);
        int classes = model.Metadata.Classes.Count;
        var probabilities = new float[batch.Length * classes];
        int batchSize = Math.Clamp(MostBytes / model.InputLength, 1, _options.BatchSize);
        for (int first = 0; first < batch.Length; first += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int images = Math.Min(batchSize, batch.Length - first);
            model.Predict(pictures.Views(model.Views, first, images, ref views), images, probabilities.AsMemory(first * classes));
        }

        return Rows(batch, model, probabilities);
    }

    private RecordBatch Rows(RecordBatch batch, IClassifier model, float[] probabilities)
    {
        int classes = model.Metadata.Classes.Count;
        var predicted = new int[batch.Length];
        var confidence = new float[batch.Length];
        var sure = new bool[batch.Length];
        Int32Array labels = batch.Column<Int32Array>(PreparedSchema.Label);
        var names = new StringArray.Builder().Reserve(batch.Length);
        var actual = new StringArray.Builder().Reserve(batch.Length);
        for (int row = 0; row < batch.Length; row++)
        {
            ReadOnlySpan<float> of = probabilities.AsSpan(row * classes, classes);
            predicted[row] = TensorPrimitives.IndexOfMax(of);
            confidence[row] = of[predicted[row]];
            sure[row] = confidence[row] >= model.Metadata.Threshold;
            int label = labels.GetValue(row)!.Value;
            actual.Append(label < 0 || label >= classes ? null : model.Metadata.Classes[label]);
            names.Append(model.Metadata.Classes[predicted[row]]);
        }

        return new RecordBatch(
            PredictionsSchema.Schema,
            [
                ArrowColumns.Constant(_options.RunId, batch.Length), ArrowColumns.Constant(model.Label, batch.Length),
                batch.Column<StringArray>(PreparedSchema.ImageId), batch.Column<StringArray>(PreparedSchema.Source),
                batch.Column<StringArray>(PreparedSchema.Split), labels, actual.Build(ManagedAllocator.Instance),
                ArrowColumns.Integers(predicted), names.Build(ManagedAllocator.Instance), ArrowColumns.Floats(confidence), ArrowColumns.Booleans(sure),
                ArrowColumns.FloatLists(probabilities, batch.Length, PredictionsSchema.ProbabilitiesType),
            ],
            batch.Length);
    }
}
