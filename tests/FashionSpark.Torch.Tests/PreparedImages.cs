using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;

namespace FashionSpark.Torch.Tests;

/// <summary>Record batches of the columns that training reads.</summary>
internal static class PreparedImages
{
    private static readonly Schema Schema = new(
        [
            new Field(PreparedSchema.ImageId, StringType.Default, nullable: false),
            new Field(PreparedSchema.Label, Int32Type.Default, nullable: false),
            new Field(PreparedSchema.Width, Int32Type.Default, nullable: false),
            new Field(PreparedSchema.Height, Int32Type.Default, nullable: false),
            new Field(PreparedSchema.Pixels, BinaryType.Default, nullable: false),
        ],
        metadata: null);

    /// <summary>Square grey images.</summary>
    public static RecordBatch Batch(IEnumerable<(byte[] Pixels, int Label)> images) =>
        Batch(images.Select(image => (image.Pixels, (int)Math.Sqrt(image.Pixels.Length), (int)Math.Sqrt(image.Pixels.Length), image.Label)));

    /// <summary>Images of any size.</summary>
    public static RecordBatch Batch(IEnumerable<(byte[] Pixels, int Width, int Height, int Label)> images)
    {
        Rows rows = new();
        foreach ((byte[] bytes, int width, int height, int label) in images)
        {
            rows.Add(ImageId.Compute(bytes), label, width, height, bytes);
        }

        return rows.Build();
    }

    /// <summary>The rows for which <paramref name="keep"/> says so.</summary>
    public static RecordBatch Take(RecordBatch batch, Func<int, bool> keep)
    {
        StringArray ids = (StringArray)batch.Column(PreparedSchema.ImageId);
        int Number(string column, int row) => ((Int32Array)batch.Column(column)).GetValue(row)!.Value;
        BinaryArray pixels = (BinaryArray)batch.Column(PreparedSchema.Pixels);
        Rows rows = new();
        for (int i = 0; i < batch.Length; i++)
        {
            if (keep(i))
            {
                rows.Add(
                    ids.GetString(i), Number(PreparedSchema.Label, i), Number(PreparedSchema.Width, i), Number(PreparedSchema.Height, i), pixels.GetBytes(i));
            }
        }

        return rows.Build();
    }

    /// <summary>The same rows with the column that a prepared table is partitioned by.</summary>
    public static RecordBatch WithSplit(RecordBatch batch, string split)
    {
        StringArray.Builder splits = new();
        for (int i = 0; i < batch.Length; i++)
        {
            splits.Append(split);
        }

        Schema schema = new([.. Schema.FieldsList, new Field(PreparedSchema.Split, StringType.Default, nullable: false)], metadata: null);
        return new RecordBatch(schema, [.. batch.Arrays, splits.Build()], batch.Length);
    }

    private sealed class Rows
    {
        private readonly StringArray.Builder _ids = new();
        private readonly Int32Array.Builder _labels = new();
        private readonly Int32Array.Builder _widths = new();
        private readonly Int32Array.Builder _heights = new();
        private readonly BinaryArray.Builder _pixels = new();
        private int _count;

        public void Add(string id, int label, int width, int height, ReadOnlySpan<byte> pixels)
        {
            _ids.Append(id);
            _labels.Append(label);
            _widths.Append(width);
            _heights.Append(height);
            _pixels.Append(pixels);
            _count++;
        }

        public RecordBatch Build() =>
            new(PreparedImages.Schema, [_ids.Build(), _labels.Build(), _widths.Build(), _heights.Build(), _pixels.Build()], _count);
    }
}
