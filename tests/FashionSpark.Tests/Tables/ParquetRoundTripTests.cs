using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Tables;
using FashionSpark.Testing;

namespace FashionSpark.Tests.Tables;

public sealed class ParquetRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["rows.parquet"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void AllTypes_ComeBack(int maxRows)
    {
        using (ParquetFileWriter writer = new(FilePath, AllTypes.Schema))
        {
            writer.Write(AllTypes.Batch());
            writer.Write(AllTypes.Batch());
            Assert.Equal(6, writer.Complete().Rows);
        }

        string[] expected = [.. Rows.Text(AllTypes.Batch())];
        Assert.Equal([.. expected, .. expected], Read(AllTypes.Schema, maxRows));
    }

    [Fact]
    public void ThreeRowBatches_CrossRowGroups()
    {
        // 200 rows of 1,000 bytes in row groups of 40 kB: five groups, whose borders are no borders of batches.
        Schema schema = new([new Field("i", Int32Type.Default, false), new Field("pixels", BinaryType.Default, true)], null);
        List<string> expected = [];
        using (ParquetFileWriter writer = new(FilePath, schema, rowGroupBytes: 40_000))
        {
            for (int start = 0; start < 200; start += 3)
            {
                int count = Math.Min(3, 200 - start);
                Int32Array.Builder numbers = new();
                BinaryArray.Builder pixels = new();
                for (int i = start; i < start + count; i++)
                {
                    numbers.Append(i);
                    _ = i % 7 == 0 ? pixels.AppendNull() : pixels.Append(Enumerable.Repeat((byte)i, 1000));
                }

                RecordBatch batch = new(schema, [numbers.Build(), pixels.Build()], count);
                expected.AddRange(Rows.Text(batch));
                writer.Write(batch);
            }

            writer.Complete();
        }

        Assert.Equal(expected, Read(schema, maxRows: 3));
        Assert.Equal(expected, Read(schema, maxRows: 7));
    }

    [Fact]
    public void BatchesThatAreGone_WereCopied()
    {
        // Arrow's builders allocate native memory, freed by the finaliser although slices of it are still held.
        Schema schema = new([new Field("pixels", BinaryType.Default, true)], null);
        using ParquetFileWriter writer = new(FilePath, schema);
        for (int i = 0; i < 50; i++)
        {
            WriteOne(writer, schema, (byte)i);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        writer.Complete();

        Assert.Equal(Enumerable.Range(0, 50).Select(i => string.Concat(Enumerable.Repeat($"{i:x2}", 300_000 * ((i % 2) + 1) / 2))), Read(schema, 5));

        static void WriteOne(ParquetFileWriter writer, Schema schema, byte value)
        {
            // Below and above the size that is copied into shared blocks.
            byte[] pixels = new byte[300_000 * ((value % 2) + 1) / 2];
            System.Array.Fill(pixels, value);
            using RecordBatch batch = new(schema, [new BinaryArray.Builder().Append(pixels.AsSpan()).Build()], 1);
            writer.Write(batch);
        }
    }

    [Fact]
    public void SlicedBatch_WritesItsRowsOnly()
    {
        RecordBatch batch = AllTypes.Batch().Slice(1, 2);
        using (ParquetFileWriter writer = new(FilePath, AllTypes.Schema))
        {
            writer.Write(batch);
            writer.Complete();
        }

        Assert.Equal(Rows.Text(AllTypes.Batch()).Skip(1), Read(AllTypes.Schema, 10));
    }

    [Fact]
    public void NoRows_IsAFileWithoutRows()
    {
        using ParquetFileWriter writer = new(FilePath, AllTypes.Schema);
        Assert.Equal(0, writer.Complete().Rows);
        Assert.Empty(Read(AllTypes.Schema, 10));
    }

    [Fact]
    public void MissingColumn_IsReadAsNull()
    {
        using (ParquetFileWriter writer = new(FilePath, Rows.Schema))
        {
            writer.Write(Rows.Of((1, "a", "s")));
            writer.Complete();
        }

        Schema asked = new([.. AllTypes.Schema.FieldsList.Where(field => field.Name != "name"), Rows.Schema.GetFieldByName("id")], null);
        Assert.Equal([string.Join('|', Enumerable.Repeat("null", asked.FieldsList.Count - 1)) + "|1"], Read(asked, 10));
    }

    [Fact]
    public void OtherType_IsRefusedWithBothNames()
    {
        using (ParquetFileWriter writer = new(FilePath, Rows.Schema))
        {
            writer.Write(Rows.Of((1, "a", "s")));
            writer.Complete();
        }

        TableCorruptException error = Assert.Throws<TableCorruptException>(() => Read(new Schema([new Field("id", StringType.Default, true)], null), 1));
        Assert.Contains("'id'", error.Message, StringComparison.Ordinal);
        Assert.Contains("string", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_BoundTheValues()
    {
        string high = new string('a', 31) + "😀tail";
        string top = string.Concat(Enumerable.Repeat("\U0010FFFF", 20));
        using ParquetFileWriter writer = new(FilePath, Rows.Schema);
        writer.Write(Rows.Of((5, high, top), (-5, null, "a")));

        ParquetFileSummary summary = writer.Complete();

        Assert.Equal(["-5", "5"], [summary.Columns[0].Min!.ToString(), summary.Columns[0].Max!.ToString()]);
        Assert.Equal(1, summary.Columns[1].NullCount);
        Assert.Equal(new string('a', 31), summary.Columns[1].Min!.ToString());
        Assert.Equal(new string('a', 30) + "b", summary.Columns[1].Max!.ToString());

        // Nothing is greater than the last character of Unicode: no upper bound, so no bounds at all in the log.
        Assert.Null(summary.Columns[2].Max);
    }

    [Fact]
    public void NullInColumnWithoutNulls_IsRefusedByName()
    {
        Schema schema = new([new Field("id", Int64Type.Default, false), .. Rows.Schema.FieldsList.Skip(1)], null);
        using ParquetFileWriter writer = new(FilePath, schema);
        RecordBatch batch = new(schema, [new Int64Array.Builder().AppendNull().Build(), .. Rows.Of((1, "a", "s")).Arrays.Skip(1)], 1);

        Assert.Contains("'id'", Assert.Throws<InvalidInputException>(() => writer.Write(batch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_WithoutComplete_DeletesTheFile()
    {
        using (ParquetFileWriter writer = new(FilePath, Rows.Schema))
        {
            writer.Write(Rows.Of((1, "a", "s")));
        }

        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void TornFile_IsNamed()
    {
        using (ParquetFileWriter writer = new(FilePath, Rows.Schema))
        {
            writer.Write(Rows.Of((1, "a", "s")));
            writer.Complete();
        }

        byte[] whole = File.ReadAllBytes(FilePath);
        foreach (int length in new[] { 0, 3, 10, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Assert.Contains(FilePath, Assert.Throws<TableCorruptException>(() => Read(Rows.Schema, 1)).Message, StringComparison.Ordinal);
        }
    }

    private string[] Read(Schema schema, int maxRows)
    {
        using ParquetFileReader reader = new(FilePath);
        RecordBatch[] batches = [.. reader.Read(schema, maxRows)];
        Assert.All(batches, batch => Assert.InRange(batch.Length, 1, maxRows));
        return [.. batches.SelectMany(Rows.Text)];
    }
}
