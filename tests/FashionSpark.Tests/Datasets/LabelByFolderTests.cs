using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Datasets;

public sealed class LabelByFolderTests
{
    /// <summary>Clusters name files with the scheme of whoever serves them, which need not be the one that was asked for.</summary>
    [Theory]
    [InlineData("/data/photos", "/data/photos/train/b/1.jpg")]
    [InlineData("/data/photos/", "/data/photos/train/b/1.jpg")]
    [InlineData("/Volumes/main/photos", "dbfs:/Volumes/main/photos/train/b/1.jpg")]
    [InlineData("s3://shop/p", "s3a://shop/p/train/b/1.jpg")]
    [InlineData("s3a://shop/", "s3a://shop/train/b/1.jpg")]
    public async Task Run_HoweverTheFileIsNamed_SourceAndClassAreBelowTheRoot(string root, string path)
    {
        RecordBatch labelled = Assert.Single(await LabelAsync(root, path));

        Assert.Equal("train/b/1.jpg", labelled.Column<StringArray>(SourceSchema.Source).GetString(0));
        Assert.Equal("train", labelled.Column<StringArray>(SourceSchema.DeclaredSplit).GetString(0));
        Assert.Equal(1, labelled.Column<Int32Array>(SourceSchema.Label).GetValue(0));
    }

    [Fact]
    public async Task Run_AFileOfAnotherFolder_IsNamed()
    {
        var error = await Assert.ThrowsAnyAsync<FashionSparkException>(() => LabelAsync("s3://shop/p", "s3://shop/pictures/train/b/1.jpg"));

        Assert.Contains("File 's3://shop/pictures/train/b/1.jpg' does not lie below '//shop/p/', which was to be read.", error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<RecordBatch>> LabelAsync(string root, string path)
    {
        await using var engine = TestEngine.Create();
        return await engine.FromRows(RowBatch.Create(BinaryFileSchema.Schema, [[path, null, 1L, new byte[] { 1 }]]), 1)
            .MapPartitions(PartitionFunctionSpec.Create(LabelByFolderFunction.Name, new LabelByFolderOptions(root, ["a", "b"], HasSplits: true)))
            .CollectAsync();
    }
}
