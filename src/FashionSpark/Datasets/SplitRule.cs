namespace FashionSpark.Datasets;

/// <summary>
/// Decides the split of an image from what its source says and from its id, so that the answer is the same whatever
/// the partitioning and whatever else is in the source.
/// </summary>
/// <param name="CutValidation">Cut validation from train: the source has no validation split of its own.</param>
/// <param name="ValidationShare">Share of the training images that becomes validation, 0 to below 1.</param>
/// <param name="TestShare">Share that becomes test where the source names no split at all, 0 to below 1.</param>
public sealed record SplitRule(bool CutValidation, double ValidationShare, double TestShare)
{
    public string Resolve(string? declared, ReadOnlySpan<char> imageId)
    {
        double fraction = ImageId.Fraction(imageId);
        if (declared is null)
        {
            if (fraction < TestShare)
            {
                return Split.Test;
            }

            // The rest of the range, stretched to [0, 1) again.
            fraction = (fraction - TestShare) / (1 - TestShare);
        }
        else if (declared != Split.Train)
        {
            return declared;
        }

        return CutValidation && fraction < ValidationShare ? Split.Validation : Split.Train;
    }
}
