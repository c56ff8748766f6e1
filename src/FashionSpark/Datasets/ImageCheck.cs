using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.Datasets;

/// <summary>Whether an image of a source can be used, and the picture where it can: one answer for prepare and quarantine.</summary>
internal static class ImageCheck
{
    /// <summary>Gives the picture and returns null, or returns what is wrong.</summary>
    public static ImageFormatException? Find(SourceRows rows, int row, ImageNormalizer normalizer, out PixelImage picture)
    {
        picture = default;
        if (rows.Content(row) is not { } content)
        {
            return new ImageFormatException(QuarantineReason.Unreadable, $"The file could not be read. Check its rights and that it has no more than {BinaryFileSchema.MostBytes >> 20} MiB.");
        }

        if (rows.Label(row) < 0)
        {
            return new ImageFormatException(QuarantineReason.UnknownClass, "The file lies in no class folder.");
        }

        try
        {
            picture = normalizer.Normalize(content);
            return null;
        }
        catch (ImageFormatException e)
        {
            return e;
        }
    }
}
