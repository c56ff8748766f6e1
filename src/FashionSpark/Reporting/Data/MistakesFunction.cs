using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Scoring;

namespace FashionSpark.Reporting;

/// <summary>
/// Partition function <c>mistakes</c>: of a run's predictions, the wrong answers of the highest confidence and the answers of
/// the lowest, at most a number of each from every partition; the driver keeps the first of all.
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
            new Field("kind", StringType.Default, nullable: false),
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
        foreach (string column in InputColumns)
        {
            input.Require(PredictionsSchema.Schema.GetFieldByName(column));
        }

        return Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        var found = new List<Mistake>();
        foreach (RecordBatch batch in input)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            found = [.. First([.. found, .. Read(batch)], _options.Count)];
        }

        yield return RowBatch.Create(
            Schema, [.. found.Select(m => (object?[])[m.Confident ? "confident" : "doubtful", m.ImageId, m.Source, m.Actual, m.Class, m.Confidence, m.Loss])]);
    }

    /// <summary>The first of each kind, in the order they are shown; of equals the lower id, so that partitions do not matter.</summary>
    internal static IEnumerable<Mistake> First(IReadOnlyList<Mistake> mistakes, int count) =>
    [
        .. mistakes.Where(m => m.Confident).OrderByDescending(m => m.Confidence).ThenBy(m => m.ImageId, StringComparer.Ordinal).Take(count),
        .. mistakes.Where(m => !m.Confident).OrderBy(m => m.Confidence).ThenBy(m => m.ImageId, StringComparer.Ordinal).Take(count),
    ];

    internal static IEnumerable<Mistake> FromRows(RecordBatch batch)
    {
        string Text(string column, int row) => batch.Column<StringArray>(column).GetString(row);
        double Number(string column, int row) => batch.Column<DoubleArray>(column).GetValue(row)!.Value;
        return Enumerable.Range(0, batch.Length).Select(row => new Mistake(
            Text("kind", row) == "confident", Text("image_id", row), Text("source", row), Text("actual", row), Text("class", row),
            Number("confidence", row), Number("loss", row)));
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
            if (splits.GetString(row) != _options.Split || actual.GetString(row) is not { } name)
            {
                continue;
            }

            float ofRight = values.GetValue(probabilities.ValueOffsets[row] + labels.GetValue(row)!.Value) ?? 0;
            var mistake = new Mistake(
                true, ids.GetString(row), sources.GetString(row), name, classes.GetString(row), confidences.GetValue(row)!.Value, -Math.Log(Math.Max(ofRight, 1e-15)));
            if (mistake.Actual != mistake.Class)
            {
                yield return mistake;
            }

            yield return mistake with { Confident = false };
        }
    }
}
