using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>
/// Partition function <c>label-feedback</c>: corrected pictures become images of a source. All are for training: a test must
/// not depend on what strangers send. A class that the source does not have keeps label -1, and <c>prepare</c> puts the
/// picture into quarantine.
/// </summary>
public sealed class LabelFeedbackFunction : IPartitionFunction
{
    public const string Name = "label-feedback";

    private readonly ClassLabels _labels;
    private readonly bool _withProblem;

    public LabelFeedbackFunction(LabelFeedbackOptions options)
    {
        _labels = new ClassLabels(options.Classes);
        _withProblem = options.WithProblem;
    }

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. FeedbackSchema.Labelled.FieldsList]);
        return Output;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) => input.Select(Label);

    private Schema Output => _withProblem ? SourceSchema.SchemaWithProblem : SourceSchema.Schema;

    private RecordBatch Label(RecordBatch batch)
    {
        StringArray classes = batch.Column<StringArray>(FeedbackSchema.Class);
        int[] labels = [.. Enumerable.Range(0, batch.Length).Select(row => _labels.Of(classes.GetString(row)))];
        List<IArrowArray> columns =
        [
            batch.Column<StringArray>(FeedbackSchema.Source), ArrowColumns.Constant(Split.Train, batch.Length), ArrowColumns.Integers(labels),
            batch.Column<BinaryArray>(FeedbackSchema.Content),
        ];
        if (_withProblem)
        {
            columns.Add(ArrowColumns.NoTexts(batch.Length));
        }

        return new RecordBatch(Output, columns, batch.Length);
    }
}
