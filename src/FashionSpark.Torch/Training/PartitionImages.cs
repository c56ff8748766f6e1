using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using FashionSpark.Datasets;

namespace FashionSpark.Torch.Training;

/// <summary>
/// The images of one partition in memory, a byte a value, ordered by image id: the same images give the same training
/// whatever the order of files and batches.
/// </summary>
internal sealed class PartitionImages
{
    private PartitionImages(PixelRows pixels, ImageSize[] sizes, long[] labels, bool[] oddIds)
    {
        Pixels = pixels;
        Sizes = sizes;
        Labels = labels;
        OddIds = oddIds;
    }

    public int Count => Labels.Length;

    /// <summary>Of each image: [height, width, channels].</summary>
    public PixelRows Pixels { get; }

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

    /// <summary>Images as <see cref="Write"/> left them; the pixels stay in the file.</summary>
    public static PartitionImages Map(string path)
    {
        MappedFile file = new(path);
        int count = MemoryMarshal.Read<int>(file.Slice(0, sizeof(int)));
        long position = sizeof(int);
        T[] Take<T>()
            where T : unmanaged
        {
            T[] values = MemoryMarshal.Cast<byte, T>(file.Slice(position, count * Unsafe.SizeOf<T>())).ToArray();
            position += count * Unsafe.SizeOf<T>();
            return values;
        }

        long[] labels = Take<long>();
        ImageSize[] sizes = Take<ImageSize>();
        bool[] oddIds = Take<bool>();
        int[] lengths = Take<int>();
        return new PartitionImages(new PixelRows(file, position, lengths), sizes, labels, oddIds);
    }

    /// <summary>Count (int32), labels (int64), sizes (two int32), odd ids (a byte each), bytes of each image (int32), pixels.</summary>
    public void Write(Stream stream)
    {
        int[] lengths = [.. Enumerable.Range(0, Count).Select(row => Pixels[row].Length)];
        stream.Write(BitConverter.GetBytes(Count));
        stream.Write(MemoryMarshal.AsBytes<long>(Labels));
        stream.Write(MemoryMarshal.AsBytes<ImageSize>(Sizes));
        stream.Write(MemoryMarshal.AsBytes<bool>(OddIds));
        stream.Write(MemoryMarshal.AsBytes<int>(lengths));
        for (int row = 0; row < Count; row++)
        {
            stream.Write(Pixels[row]);
        }
    }

    /// <exception cref="DatasetException">An image of another size than the network takes, or a label outside the classes.</exception>
    public static PartitionImages Read(IEnumerable<RecordBatch> input, HoldImagesOptions options, CancellationToken cancellation)
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
            new PixelRows([.. rows.Select(row => row.Pixels)]),
            [.. rows.Select(row => row.Size)],
            [.. rows.Select(row => (long)row.Label)],
            [.. rows.Select(row => (row.Id[^1] & 1) != 0)]);
    }

    private static void Check(string id, int label, ImageSize size, int bytes, HoldImagesOptions options)
    {
        if (label < -1 || label >= options.Classes)
        {
            throw new DatasetException($"Image {id} has label {label}, but the data set has {options.Classes} classes. Prepare it again.");
        }

        ImageShape shape = options.Shape;
        if (!options.AnySize && size != new ImageSize(shape.Width, shape.Height))
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
