using System.Buffers.Binary;
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
    private PartitionImages(ReadOnlyMemory<byte> pixels, long[] labels, bool[] oddIds)
    {
        Pixels = pixels;
        Labels = labels;
        OddIds = oddIds;
    }

    public int Count => Labels.Length;

    /// <summary>[count, height, width, channels].</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    public long[] Labels { get; }

    /// <summary>Whether the last digit of the id is odd: which half of the images is mirrored first.</summary>
    public bool[] OddIds { get; }

    /// <summary>Images as <see cref="Write"/> left them; the pixels stay in the file.</summary>
    public static PartitionImages Map(string path)
    {
        ReadOnlyMemory<byte> file = new MappedFile(path).Memory;
        int count = BinaryPrimitives.ReadInt32LittleEndian(file.Span);
        int labels = sizeof(int);
        int oddIds = labels + (count * sizeof(long));
        int pixels = oddIds + count;
        return new PartitionImages(
            file[pixels..],
            MemoryMarshal.Cast<byte, long>(file.Span[labels..oddIds]).ToArray(),
            MemoryMarshal.Cast<byte, bool>(file.Span[oddIds..pixels]).ToArray());
    }

    /// <summary>Count (int32), labels (int64), odd ids (a byte each), pixels.</summary>
    public void Write(Stream stream)
    {
        stream.Write(BitConverter.GetBytes(Count));
        stream.Write(MemoryMarshal.AsBytes<long>(Labels));
        stream.Write(MemoryMarshal.AsBytes<bool>(OddIds));
        stream.Write(Pixels.Span);
    }

    /// <exception cref="DatasetException">An image of another size, or a label outside the classes.</exception>
    public static PartitionImages Read(IEnumerable<RecordBatch> input, ImageShape shape, int classes, CancellationToken cancellation)
    {
        List<(string Id, int Label, byte[] Pixels)> rows = [];
        foreach (RecordBatch batch in input)
        {
            cancellation.ThrowIfCancellationRequested();
            StringArray ids = (StringArray)batch.Column(PreparedSchema.ImageId);
            Int32Array labels = (Int32Array)batch.Column(PreparedSchema.Label);
            BinaryArray pixels = (BinaryArray)batch.Column(PreparedSchema.Pixels);
            for (int i = 0; i < batch.Length; i++)
            {
                string id = ids.GetString(i);
                int label = labels.GetValue(i) ?? -1;
                ReadOnlySpan<byte> bytes = pixels.GetBytes(i);
                if (label < -1 || label >= classes)
                {
                    throw new DatasetException($"Image {id} has label {label}, but the data set has {classes} classes. Prepare it again.");
                }

                if (bytes.Length != shape.Length)
                {
                    throw new DatasetException(
                        $"Image {id} has {bytes.Length} bytes of pixels, expected {shape.Height} x {shape.Width} x {shape.Channels} of uint8. " +
                        "Training reads data sets prepared with --pixels uint8.");
                }

                // Images nobody labelled can be scored, but not learnt from.
                if (label >= 0)
                {
                    rows.Add((id, label, bytes.ToArray()));
                }
            }
        }

        rows.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        byte[] all = new byte[(long)rows.Count * shape.Length];
        for (int i = 0; i < rows.Count; i++)
        {
            rows[i].Pixels.CopyTo(all.AsSpan(i * shape.Length));
        }

        return new PartitionImages(all, [.. rows.Select(row => (long)row.Label)], [.. rows.Select(row => (row.Id[^1] & 1) != 0)]);
    }
}
