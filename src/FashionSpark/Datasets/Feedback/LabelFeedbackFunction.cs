using Apache.Arrow;
using Apache.Arrow.Types;
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

    public LabelFeedbackFunction(LabelFeedbackOptions options) => _labels = new ClassLabels(options.Classes);

    /// <summary>The columns it reads.</summary>
    public static IReadOnlyList<string> InputColumns { get; } = [FeedbackSchema.Source, FeedbackSchema.Class, FeedbackSchema.Content];

    public Schema OutputSchema(Schema input)
    {
        // Delta tables may say of any column that it can be null.
        input.Require(
            new Field(FeedbackSchema.Source, StringType.Default, nullable: true),
            new Field(FeedbackSchema.Class, StringType.Default, nullable: true),
            new Field(FeedbackSchema.Content, BinaryType.Default, nullable: true));
        return SourceSchema.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) => input.Select(Label);

    private RecordBatch Label(RecordBatch batch)
    {
        StringArray classes = batch.Column<StringArray>(FeedbackSchema.Class);
        int[] labels = [.. Enumerable.Range(0, batch.Length).Select(row => _labels.Of(classes.GetString(row)))];
        return new RecordBatch(
            SourceSchema.Schema,
            [
                batch.Column<StringArray>(FeedbackSchema.Source), ArrowColumns.Constant(Split.Train, batch.Length), ArrowColumns.Integers(labels),
                batch.Column<BinaryArray>(FeedbackSchema.Content),
            ],
            batch.Length);
    }
}
