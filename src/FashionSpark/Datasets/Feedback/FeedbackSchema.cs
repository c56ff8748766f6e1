using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Datasets;

/// <summary>The columns of the table that keeps pictures which people corrected, with what they say the pictures show.</summary>
public static class FeedbackSchema
{
    /// <summary>Name of the picture, unique in the table.</summary>
    public const string Source = "source";

    public const string ImageId = "image_id";

    /// <summary>What it shows, as somebody says.</summary>
    public const string Class = "class";

    /// <summary>The picture as it was sent.</summary>
    public const string Content = "content";

    /// <summary>What the model said.</summary>
    public const string Predicted = "predicted";

    /// <summary>How sure it was.</summary>
    public const string Confidence = "confidence";

    /// <summary>Name and content hash of the model.</summary>
    public const string Model = "model";

    public const string ReceivedAt = "received_at";

    public static Schema Schema { get; } = new(
        [
            new Field(Source, StringType.Default, nullable: false),
            new Field(ImageId, StringType.Default, nullable: false),
            new Field(Class, StringType.Default, nullable: false),
            new Field(Content, BinaryType.Default, nullable: false),
            new Field(Predicted, StringType.Default, nullable: false),
            new Field(Confidence, FloatType.Default, nullable: false),
            new Field(Model, StringType.Default, nullable: false),
            new Field(ReceivedAt, new TimestampType(TimeUnit.Microsecond, "UTC"), nullable: false),
        ],
        metadata: null);

    /// <summary>What a prepare reads of it. Tables may say of any column that it can be null.</summary>
    public static Schema Labelled { get; } = new(
        [new Field(Source, StringType.Default, nullable: true), new Field(Class, StringType.Default, nullable: true), new Field(Content, BinaryType.Default, nullable: true)],
        metadata: null);
}
