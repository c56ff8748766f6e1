using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Scoring;

namespace FashionSpark.Evaluation;

/// <summary>Partition function <c>evaluate</c>: predictions become the sums of <see cref="EvaluationSums"/>, a few rows a partition.</summary>
public sealed class EvaluateFunction : IPartitionFunction
{
    public const string Name = "evaluate";

    /// <summary>The columns it reads.</summary>
    public static IReadOnlyList<string> InputColumns { get; } =
        [PredictionsSchema.Split, PredictionsSchema.Label, PredictionsSchema.Actual, PredictionsSchema.Predicted, PredictionsSchema.Class, PredictionsSchema.Sure, PredictionsSchema.Probabilities];

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. InputColumns.Select(PredictionsSchema.Schema.GetFieldByName)]);
        return EvaluationRows.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        var splits = new SortedDictionary<string, EvaluationSums>(StringComparer.Ordinal);
        foreach (RecordBatch batch in input)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Add(batch, splits);
        }

        foreach ((string split, EvaluationSums sums) in splits)
        {
            yield return EvaluationRows.Write(split, sums);
        }
    }

    private static void Add(RecordBatch batch, SortedDictionary<string, EvaluationSums> splits)
    {
        StringArray splitNames = batch.Column<StringArray>(PredictionsSchema.Split);
        Int32Array labels = batch.Column<Int32Array>(PredictionsSchema.Label);
        StringArray actual = batch.Column<StringArray>(PredictionsSchema.Actual);
        Int32Array predicted = batch.Column<Int32Array>(PredictionsSchema.Predicted);
        StringArray classes = batch.Column<StringArray>(PredictionsSchema.Class);
        BooleanArray sure = batch.Column<BooleanArray>(PredictionsSchema.Sure);
        ListArray probabilities = batch.Column<ListArray>(PredictionsSchema.Probabilities);
        var values = (FloatArray)probabilities.Values;
        for (int row = 0; row < batch.Length; row++)
        {
            int label = labels.GetValue(row)!.Value;
            ReadOnlySpan<float> of = values.Values.Slice(probabilities.ValueOffsets[row], probabilities.GetValueLength(row));
            if (label < 0 || label >= of.Length)
            {
                continue;
            }

            string split = splitNames.GetString(row);
            if (!splits.TryGetValue(split, out EvaluationSums? sums))
            {
                splits.Add(split, sums = new EvaluationSums(of.Length));
            }

            sums.Add(label, of, sure.GetValue(row)!.Value);
            sums.SetName(label, actual.GetString(row));
            sums.SetName(predicted.GetValue(row)!.Value, classes.GetString(row));
        }
    }
}
