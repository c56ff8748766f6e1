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
            return NoContent(rows.Problem(row) ?? QuarantineReason.Unreadable);
        }

        if (rows.Label(row) < 0)
        {
            return new ImageFormatException(QuarantineReason.UnknownClass, "The image has no class: its file lies in no class folder, or its row has no label.");
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

    private static ImageFormatException NoContent(string reason) => new(reason, reason switch
    {
        QuarantineReason.Empty => "There are no bytes.",
        QuarantineReason.TooLarge => $"There are more than {BinaryFileSchema.MostBytes >> 20} MiB.",
        QuarantineReason.Vanished => "It was listed, but gone when it was read. The next prepare takes it if it is there again.",
        QuarantineReason.Changed => "It was replaced between listing and reading. The next prepare takes what is there then.",
        QuarantineReason.BadAddress => "Its row does not say where it is: s3://BUCKET/KEY, or a key where the bucket is named with --pg-s3-bucket.",
        _ => $"The file could not be read. Check its rights and that it has no more than {BinaryFileSchema.MostBytes >> 20} MiB.",
    });
}
