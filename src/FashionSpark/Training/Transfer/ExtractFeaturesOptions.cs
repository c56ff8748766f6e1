using FashionSpark.Images;
using FashionSpark.Models.Backbones;

namespace FashionSpark.Training.Transfer;

/// <summary>Options of <see cref="ExtractFeaturesFunction"/>.</summary>
/// <param name="Backbone">The network.</param>
/// <param name="Views">Views of each picture; the mirror image of each is one more.</param>
public sealed record ExtractFeaturesOptions(BackboneSpec Backbone, IReadOnlyList<Fit> Views)
{
    /// <summary>Views of a picture, mirror images among them.</summary>
    public int ViewCount() => 2 * Views.Count;
}
