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
            new Field(PreparedSchema.Pixels, BinaryType.Default, nullable: false),
        ],
        metadata: null);

    public static RecordBatch Batch(IEnumerable<(byte[] Pixels, int Label)> images)
    {
        StringArray.Builder ids = new();
        Int32Array.Builder labels = new();
        BinaryArray.Builder pixels = new();
        int count = 0;
        foreach ((byte[] bytes, int label) in images)
        {
            ids.Append(ImageId.Compute(bytes));
            labels.Append(label);
            pixels.Append(bytes.AsSpan());
            count++;
        }

        return new RecordBatch(Schema, [ids.Build(), labels.Build(), pixels.Build()], count);
    }

    /// <summary>The rows for which <paramref name="keep"/> says so.</summary>
    public static RecordBatch Take(RecordBatch batch, Func<int, bool> keep)
    {
        StringArray ids = (StringArray)batch.Column(PreparedSchema.ImageId);
        Int32Array labels = (Int32Array)batch.Column(PreparedSchema.Label);
        BinaryArray pixels = (BinaryArray)batch.Column(PreparedSchema.Pixels);
        StringArray.Builder keptIds = new();
        Int32Array.Builder keptLabels = new();
        BinaryArray.Builder keptPixels = new();
        int count = 0;
        for (int i = 0; i < batch.Length; i++)
        {
            if (keep(i))
            {
                keptIds.Append(ids.GetString(i));
                keptLabels.Append(labels.GetValue(i)!.Value);
                keptPixels.Append(pixels.GetBytes(i));
                count++;
            }
        }

        return new RecordBatch(Schema, [keptIds.Build(), keptLabels.Build(), keptPixels.Build()], count);
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
}
