using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;

namespace FashionSpark.Training.Transfer;

/// <summary>The columns of a table of features: a row an image, partitioned by <see cref="PreparedSchema.Split"/>.</summary>
public static class FeaturesSchema
{
    /// <summary>Float32, little-endian, [views, features]: binary, so that rows can be dealt by their id in every engine.</summary>
    public const string Features = "features";

    public static Schema Schema { get; } = new(
        [
            PreparedSchema.Schema.GetFieldByName(PreparedSchema.ImageId),
            PreparedSchema.Schema.GetFieldByName(PreparedSchema.Label),
            new Field(Features, BinaryType.Default, nullable: false),
            PreparedSchema.Schema.GetFieldByName(PreparedSchema.Split),
        ],
        metadata: null);
}
