using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Scoring;

/// <summary>The columns of the predictions table, which is partitioned by <see cref="RunId"/>.</summary>
public static class PredictionsSchema
{
    public const string TableName = "predictions";

    public const string RunId = "run_id";

    /// <summary>Name and content hash of the model.</summary>
    public const string Model = "model";

    public const string ImageId = "image_id";
    public const string Source = "source";
    public const string Split = "split";

    /// <summary>The true class; -1 = unknown.</summary>
    public const string Label = "label";

    /// <summary>The true class by name; null = unknown.</summary>
    public const string Actual = "actual";

    /// <summary>The most probable class.</summary>
    public const string Predicted = "predicted";

    /// <summary>Its name.</summary>
    public const string Class = "class";

    /// <summary>Its probability.</summary>
    public const string Confidence = "confidence";

    /// <summary>Whether the confidence reaches the model's threshold; false = "not sure".</summary>
    public const string Sure = "sure";

    /// <summary>Of every class, in the order of the labels.</summary>
    public const string Probabilities = "probabilities";

    public static ListType ProbabilitiesType { get; } = new(new Field("element", FloatType.Default, nullable: false));

    public static Schema Schema { get; } = new(
        [
            new Field(RunId, StringType.Default, nullable: false),
            new Field(Model, StringType.Default, nullable: false),
            new Field(ImageId, StringType.Default, nullable: false),
            new Field(Source, StringType.Default, nullable: false),
            new Field(Split, StringType.Default, nullable: false),
            new Field(Label, Int32Type.Default, nullable: false),
            new Field(Actual, StringType.Default, nullable: true),
            new Field(Predicted, Int32Type.Default, nullable: false),
            new Field(Class, StringType.Default, nullable: false),
            new Field(Confidence, FloatType.Default, nullable: false),
            new Field(Sure, BooleanType.Default, nullable: false),
            new Field(Probabilities, ProbabilitiesType, nullable: false),
        ],
        metadata: null);
}
