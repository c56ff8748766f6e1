namespace FashionSpark.Datasets;

/// <summary>Images and their labels in two IDX files, checked against each other.</summary>
/// <param name="Split">The split they are.</param>
/// <param name="Images">Path of the images, three dimensions: number, height, width.</param>
/// <param name="Labels">Path of the labels, one dimension.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Height">Height of every image in pixels.</param>
/// <param name="Width">Width of every image in pixels.</param>
public sealed record IdxPair(string Split, string Images, string Labels, int Count, int Height, int Width)
{
    /// <exception cref="DatasetException">Not a pair: other dimensions, other counts, a label outside the classes.</exception>
    public static IdxPair Open(string split, string images, string labels, int classes)
    {
        using IdxFile imageFile = IdxFile.Open(images);
        using IdxFile labelFile = IdxFile.Open(labels);
        Expect(images, imageFile.Header, dimensions: 3, "images (number, height, width)");
        Expect(labels, labelFile.Header, dimensions: 1, "labels (number)");
        if (imageFile.Header.Count != labelFile.Header.Count)
        {
            throw new DatasetException(
                $"'{images}' has {imageFile.Header.Count} images but '{labels}' has {labelFile.Header.Count} labels. They must come from the same set.");
        }

        ReadLabels(labelFile, labels, classes);
        return new IdxPair(split, images, labels, imageFile.Header.Count, imageFile.Header.Dimensions[1], imageFile.Header.Dimensions[2]);
    }

    /// <summary>All labels, a byte each.</summary>
    public static byte[] ReadLabels(IdxFile file, string path, int classes)
    {
        var labels = new byte[file.Header.Count];
        file.ReadFully(labels);
        file.ExpectEnd();
        int wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        return wrong < 0
            ? labels
            : throw new DatasetException($"Label {labels[wrong]} of item {wrong} in '{path}' is outside the {classes} classes (0 to {classes - 1}).");
    }

    private static void Expect(string path, IdxHeader header, int dimensions, string meaning)
    {
        if (header.Dimensions.Count != dimensions)
        {
            throw new DatasetException(
                $"'{path}' has {header.Dimensions.Count} dimension(s), expected {dimensions}: {meaning}. Are images and labels swapped?");
        }
    }
}
