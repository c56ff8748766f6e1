using Apache.Arrow;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Engines.Tests.Seam;

/// <summary>Rows from the driver, Parquet, and files as rows.</summary>
public sealed class RowsAndFilesTests : IDisposable
{
    private readonly IEngine _engine;
    private readonly TemporaryFolder _folder = new();

    public RowsAndFilesTests(EngineUnderTest engine) => _engine = engine.Engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task FromRows_EveryTypeComesBackInOrder(int partitions)
    {
        List<RecordBatch> batches = await _engine.FromRows(SampleRows.Batch(50), partitions).CollectAsync();

        Assert.Equal(SampleRows.Texts(50), batches.SelectMany(SampleRows.Texts));
        Assert.Equal(SampleRows.Schema.FieldsList.Select(field => field.Name), batches[0].Schema.FieldsList.Select(field => field.Name));
    }

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task Union_HasTheRowsOfBoth_AlsoBehindFunctions()
    {
        PartitionFunctionSpec same = PartitionFunctionSpec.Create(IdentityFunction.Name, new IdentityOptions());
        IDataset first = _engine.FromRows(SampleRows.Batch(20), 2).MapPartitions(same);
        IDataset second = _engine.FromRows(SampleRows.Batch(50), 3);

        List<RecordBatch> batches = await first.Union(second).MapPartitions(same).CollectAsync();

        Assert.Equal([.. SampleRows.Texts(20).Concat(SampleRows.Texts(50)).Order()], batches.SelectMany(SampleRows.Texts).Order());
    }

    [Fact]
    public async Task WriteParquetAsync_ThenRead_GivesTheRowsAndIsDoneOnce()
    {
        string path = _folder["parquet [1]"];
        await _engine.FromRows(SampleRows.Batch(50), 3).WriteParquetAsync(path, null, Cancellation);

        Assert.Equal(SampleRows.Texts(50).Order(), (await _engine.ReadParquet(path).CollectAsync()).SelectMany(SampleRows.Texts).Order());
        await Assert.ThrowsAsync<OutputExistsException>(() => _engine.FromRows(SampleRows.Batch(5), 1).WriteParquetAsync(path, null, Cancellation));
        Assert.Throws<InvalidInputException>(() => _engine.ReadParquet(_folder["none"]));
    }

    [Fact]
    public async Task ReadBinaryFiles_OddNamesAndEmptyFiles()
    {
        string[] names = ["a/50%20#1.jpg", "a/x y.jpg", "b/empty", "b/ä.png"];
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder["files [1] {a}*", name])!);
            await File.WriteAllTextAsync(_folder["files [1] {a}*", name], name == "b/empty" ? "" : name, Cancellation);
        }

        List<RecordBatch> batches = await _engine.ReadBinaryFiles(_folder["files [1] {a}*"], 3).CollectAsync();

        Assert.Equal(names.Select(name => _folder["files [1] {a}*", name]), batches.Texts("path").Order(StringComparer.Ordinal));
        Assert.All(batches, batch =>
        {
            for (int row = 0; row < batch.Length; row++)
            {
                Assert.Equal(File.ReadAllBytes(batch.Column<StringArray>("path").GetString(row)), batch.Column<BinaryArray>("content").GetBytes(row).ToArray());
                Assert.Equal(batch.Column<BinaryArray>("content").GetBytes(row).Length, batch.Column<Int64Array>("length").GetValue(row));
            }
        });
        Assert.Equal(
            BinaryFileSchema.Schema.FieldsList.Select(field => (field.Name, field.DataType.TypeId)),
            batches[0].Schema.FieldsList.Select(field => (field.Name, field.DataType.TypeId)));
    }

    /// <summary>The files have no bytes on the disk.</summary>
    [Fact]
    public async Task ReadBinaryFiles_FilesThatAreTooLarge_HaveNoContent()
    {
        (string Name, long Length)[] files = [("large", BinaryFileSchema.MostBytes + 1), ("larger", 3L << 30), ("small", 5)];
        Directory.CreateDirectory(_folder["large"]);
        foreach ((string name, long length) in files)
        {
            await using FileStream file = File.Create(_folder["large", name]);
            file.SetLength(length);
        }

        List<RecordBatch> batches = await _engine.ReadBinaryFiles(_folder["large"], 2).CollectAsync();

        Assert.Equal(
            files.Select(file => (file.Name, file.Length, file.Name != "small")),
            batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => (
                Path.GetFileName(batch.Column<StringArray>("path").GetString(row)),
                batch.Column<Int64Array>("length").GetValue(row)!.Value,
                batch.Column<BinaryArray>("content").IsNull(row)))).Order());
    }

    [Fact]
    public async Task ReadBinaryFiles_ThousandsOfTinyFiles()
    {
        const int Files = 3000;
        for (int i = 0; i < Files; i++)
        {
            Directory.CreateDirectory(_folder["many", $"{i % 10}"]);
            await File.WriteAllTextAsync(_folder["many", $"{i % 10}", $"{i}.txt"], $"{i}", Cancellation);
        }

        List<RecordBatch> batches = await _engine.ReadBinaryFiles(_folder["many"], 4).MapPartitions(PartitionFunctionSpec.Create(IdentityFunction.Name, new IdentityOptions())).CollectAsync();

        Assert.Equal(
            Enumerable.Range(0, Files).Select(i => $"{i}").Order(StringComparer.Ordinal),
            batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => System.Text.Encoding.UTF8.GetString(batch.Column<BinaryArray>("content").GetBytes(row)))).Order(StringComparer.Ordinal));
    }
}
