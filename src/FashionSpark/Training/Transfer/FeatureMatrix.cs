using System.Runtime.InteropServices;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>The features of one partition in memory, ordered by image id: sums over them are the same in every order of files.</summary>
internal sealed class FeatureMatrix
{
    private FeatureMatrix(float[] values, int[] labels, int viewCount, int featureCount)
    {
        Values = values;
        Labels = labels;
        ViewCount = viewCount;
        FeatureCount = featureCount;
    }

    /// <summary>[images x views, features].</summary>
    public float[] Values { get; }

    /// <summary>One an image.</summary>
    public int[] Labels { get; }

    public int ViewCount { get; }

    public int FeatureCount { get; }

    public int Images => Labels.Length;

    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * FeatureCount, FeatureCount);

    /// <summary>As <see cref="Write"/> left it.</summary>
    public static FeatureMatrix Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        int[] sizes = new int[3];
        file.ReadExactly(MemoryMarshal.AsBytes(sizes.AsSpan()));
        int[] labels = new int[sizes[0]];
        float[] values = new float[(long)sizes[0] * sizes[1] * sizes[2]];
        file.ReadExactly(MemoryMarshal.AsBytes(labels.AsSpan()));
        file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return new FeatureMatrix(values, labels, sizes[1], sizes[2]);
    }

    public void Write(Stream stream)
    {
        stream.Write(MemoryMarshal.AsBytes<int>([Images, ViewCount, FeatureCount]));
        stream.Write(MemoryMarshal.AsBytes<int>(Labels));
        stream.Write(MemoryMarshal.AsBytes<float>(Values));
    }

    /// <exception cref="DatasetException">Features of another length, or a label outside the classes.</exception>
    public static FeatureMatrix Read(IEnumerable<RecordBatch> input, int viewCount, int featureCount, int classes, CancellationToken cancellation)
    {
        int length = viewCount * featureCount * sizeof(float);
        List<(string Id, int Label, byte[] Features)> rows = [];
        foreach (RecordBatch batch in input)
        {
            cancellation.ThrowIfCancellationRequested();
            StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
            Int32Array labels = batch.Column<Int32Array>(PreparedSchema.Label);
            BinaryArray features = batch.Column<BinaryArray>(FeaturesSchema.Features);
            for (int i = 0; i < batch.Length; i++)
            {
                int label = labels.GetValue(i) ?? -1;
                if (features.GetValueLength(i) != length || label >= classes)
                {
                    throw new DatasetException(
                        $"Image {ids.GetString(i)} has {features.GetValueLength(i)} bytes of features and label {label}; expected {length} bytes and a label below {classes}. Delete the folder of features beside the data set.");
                }

                // Images nobody labelled can be scored, but not learnt from.
                if (label >= 0)
                {
                    rows.Add((ids.GetString(i), label, features.GetBytes(i).ToArray()));
                }
            }
        }

        rows.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        var values = new float[(long)rows.Count * viewCount * featureCount];
        for (int i = 0; i < rows.Count; i++)
        {
            rows[i].Features.CopyTo(MemoryMarshal.AsBytes(values.AsSpan(i * viewCount * featureCount)));
        }

        return new FeatureMatrix(values, [.. rows.Select(row => row.Label)], viewCount, featureCount);
    }
}
