using Apache.Arrow;
using FashionSpark.Datasets;

namespace FashionSpark.Torch.Training;

/// <summary>
/// The images of one partition in memory, a byte a value, ordered by image id: the same images give the same training
/// whatever the order of files and batches.
/// </summary>
internal sealed class PartitionImages
{
    private PartitionImages(byte[][] pixels, ImageSize[] sizes, long[] labels, bool[] oddIds)
    {
        Pixels = pixels;
        Sizes = sizes;
        Labels = labels;
        OddIds = oddIds;
    }

    public int Count => Labels.Length;

    /// <summary>Of each image: [height, width, channels].</summary>
    public byte[][] Pixels { get; }

    public ImageSize[] Sizes { get; }

    public long[] Labels { get; }

    /// <summary>Whether the last digit of the id is odd: which half of the images is mirrored first.</summary>
    public bool[] OddIds { get; }

    /// <summary>Images of each class.</summary>
    public long[] CountClasses(int classes)
    {
        long[] counts = new long[classes];
        foreach (long label in Labels)
        {
            counts[label]++;
        }

        return counts;
    }

    /// <exception cref="DatasetException">An image of another size than the network takes, or a label outside the classes.</exception>
    public static PartitionImages Read(IEnumerable<RecordBatch> input, TrainRoundOptions options, CancellationToken cancellation)
    {
        List<(string Id, int Label, ImageSize Size, byte[] Pixels)> rows = [];
        foreach (RecordBatch batch in input)
        {
            cancellation.ThrowIfCancellationRequested();
            StringArray ids = (StringArray)batch.Column(PreparedSchema.ImageId);
            Int32Array labels = (Int32Array)batch.Column(PreparedSchema.Label);
            Int32Array widths = (Int32Array)batch.Column(PreparedSchema.Width);
            Int32Array heights = (Int32Array)batch.Column(PreparedSchema.Height);
            BinaryArray pixels = (BinaryArray)batch.Column(PreparedSchema.Pixels);
            for (int i = 0; i < batch.Length; i++)
            {
                int label = labels.GetValue(i) ?? -1;
                ImageSize size = new(widths.GetValue(i) ?? 0, heights.GetValue(i) ?? 0);
                ReadOnlySpan<byte> bytes = pixels.GetBytes(i);
                Check(ids.GetString(i), label, size, bytes.Length, options);

                // Images nobody labelled can be scored, but not learnt from.
                if (label >= 0)
                {
                    rows.Add((ids.GetString(i), label, size, bytes.ToArray()));
                }
            }
        }

        rows.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return new PartitionImages(
            [.. rows.Select(row => row.Pixels)],
            [.. rows.Select(row => row.Size)],
            [.. rows.Select(row => (long)row.Label)],
            [.. rows.Select(row => (row.Id[^1] & 1) != 0)]);
    }

    private static void Check(string id, int label, ImageSize size, int bytes, TrainRoundOptions options)
    {
        if (label < -1 || label >= options.Classes)
        {
            throw new DatasetException($"Image {id} has label {label}, but the data set has {options.Classes} classes. Prepare it again.");
        }

        ImageShape shape = options.Shape;
        if (!options.Recipe.TakesAnySize && size != new ImageSize(shape.Width, shape.Height))
        {
            throw new DatasetException(
                $"Image {id} has {size.Width} x {size.Height} pixels, but this kind of model takes {shape.Width} x {shape.Height} only. " +
                "Prepare the data with --fit letterbox, crop or stretch.");
        }

        if (bytes != size.Width * size.Height * shape.Channels)
        {
            throw new DatasetException(
                $"Image {id} has {bytes} bytes of pixels, expected {size.Height} x {size.Width} x {shape.Channels} of uint8. Prepare it again.");
        }
    }
}
