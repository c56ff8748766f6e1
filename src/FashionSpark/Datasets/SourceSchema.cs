using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Datasets;

/// <summary>The columns in which every source of images gives its images.</summary>
public static class SourceSchema
{
    /// <summary>Where the image comes from, unique within the source: a path, or file#number.</summary>
    public const string Source = "source";

    /// <summary>The split the source itself names; null where it names none.</summary>
    public const string DeclaredSplit = "declared_split";

    /// <summary>Index into the classes; -1 = unknown.</summary>
    public const string Label = "label";

    /// <summary>The image as encoded bytes that a decoder knows by their head; null where they could not be read.</summary>
    public const string Content = "content";

    /// <summary>
    /// Why there is no content, one of <see cref="Images.QuarantineReason"/>; null where there is content. Only sources that can
    /// tell have the column.
    /// </summary>
    public const string Problem = "problem";

    public static Schema Schema { get; } = new(
        [
            new Field(Source, StringType.Default, nullable: false),
            new Field(DeclaredSplit, StringType.Default, nullable: true),
            new Field(Label, Int32Type.Default, nullable: false),
            new Field(Content, BinaryType.Default, nullable: true),
        ],
        metadata: null);

    /// <summary>With <see cref="Problem"/>.</summary>
    public static Schema SchemaWithProblem { get; } = new([.. Schema.FieldsList, new Field(Problem, StringType.Default, nullable: true)], metadata: null);
}
