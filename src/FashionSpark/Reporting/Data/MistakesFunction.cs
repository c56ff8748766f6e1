using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Scoring;

namespace FashionSpark.Reporting;

/// <summary>
/// Partition function <c>mistakes</c>: of a run's predictions, the most confident wrong answers and the worst, at most a
/// number of each from every partition; the driver keeps the first of all.
/// </summary>
public sealed class MistakesFunction : IPartitionFunction
{
    public const string Name = "mistakes";

    private readonly MistakesOptions _options;

    public MistakesFunction(MistakesOptions options) => _options = options;

    /// <summary>The columns it reads.</summary>
    public static IReadOnlyList<string> InputColumns { get; } =
    [
        PredictionsSchema.ImageId, PredictionsSchema.Source, PredictionsSchema.Split, PredictionsSchema.Label, PredictionsSchema.Actual,
        PredictionsSchema.Class, PredictionsSchema.Confidence, PredictionsSchema.Probabilities,
    ];

    public static Schema Schema { get; } = new(
        [
            new Field("image_id", StringType.Default, nullable: false),
            new Field("source", StringType.Default, nullable: false),
            new Field("actual", StringType.Default, nullable: false),
            new Field("class", StringType.Default, nullable: false),
            new Field("confidence", DoubleType.Default, nullable: false),
            new Field("loss", DoubleType.Default, nullable: false),
        ],
        metadata: null);

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. InputColumns.Select(PredictionsSchema.Schema.GetFieldByName)]);
        return Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        var found = MistakeList.None;
        foreach (RecordBatch batch in input)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            found = MistakeList.Of([.. found.All, .. Read(batch)], _options.Count);
        }

        yield return RowBatch.Create(Schema, [.. found.All.Select(m => (object?[])[m.ImageId, m.Source, m.Actual, m.Class, m.Confidence, m.Loss])]);
    }

    internal static IEnumerable<Mistake> FromRows(RecordBatch batch)
    {
        string Text(string column, int row) => batch.Column<StringArray>(column).GetString(row);
        double Number(string column, int row) => batch.Column<DoubleArray>(column).GetValue(row)!.Value;
        return Enumerable.Range(0, batch.Length).Select(row => new Mistake(
            Text("image_id", row), Text("source", row), Text("actual", row), Text("class", row), Number("confidence", row), Number("loss", row)));
    }

    private IEnumerable<Mistake> Read(RecordBatch batch)
    {
        StringArray ids = batch.Column<StringArray>(PredictionsSchema.ImageId);
        StringArray sources = batch.Column<StringArray>(PredictionsSchema.Source);
        StringArray splits = batch.Column<StringArray>(PredictionsSchema.Split);
        Int32Array labels = batch.Column<Int32Array>(PredictionsSchema.Label);
        StringArray actual = batch.Column<StringArray>(PredictionsSchema.Actual);
        StringArray classes = batch.Column<StringArray>(PredictionsSchema.Class);
        FloatArray confidences = batch.Column<FloatArray>(PredictionsSchema.Confidence);
        ListArray probabilities = batch.Column<ListArray>(PredictionsSchema.Probabilities);
        var values = (FloatArray)probabilities.Values;
        for (int row = 0; row < batch.Length; row++)
        {
            if (splits.GetString(row) != _options.Split || actual.GetString(row) is not { } name || name == classes.GetString(row))
            {
                continue;
            }

            float ofRight = values.GetValue(probabilities.ValueOffsets[row] + labels.GetValue(row)!.Value) ?? 0;
            yield return new Mistake(
                ids.GetString(row), sources.GetString(row), name, classes.GetString(row), confidences.GetValue(row)!.Value, -Math.Log(Math.Max(ofRight, 1e-15)));
        }
    }
}
