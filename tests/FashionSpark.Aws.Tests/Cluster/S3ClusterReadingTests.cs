using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.S3;

namespace FashionSpark.Aws.Tests.Cluster;

/// <summary>Who reads a source in S3.</summary>
public sealed class S3ClusterReadingTests
{
    private static readonly Dictionary<string, long> TwoClasses = new() { ["train/a"] = 2, ["train/b"] = 3, ["test/a"] = 4 };
    private readonly Notes _notes = new();

    [Fact]
    public async Task Auto_ThePlatformHasItsOwn_IsAskedFirst()
    {
        await using var engine = new StoresEngine(_ => TwoClasses);

        using S3ClusterSource? source = await OpenAsync(engine, "s3://shop/photos");

        Assert.Equal((9, 2, 2), (source!.Count, source.Classes.Count, source.DeclaredSplits.Count));
        Assert.Equal(["s3://shop/photos"], engine.Asked);
        Assert.Equal(["S3 is read by Spark itself, as s3://shop/photos."], _notes.All);
    }

    [Fact]
    public async Task Auto_OnlyHadoops_IsTaken()
    {
        await using var engine = new StoresEngine(address => address.StartsWith("s3a:", StringComparison.Ordinal) ? TwoClasses : null);

        using S3ClusterSource? source = await OpenAsync(engine, "s3://shop");

        Assert.NotNull(source);
        Assert.Equal(["s3://shop/", "s3a://shop/"], engine.Asked);
    }

    [Fact]
    public async Task Auto_NoFileSystem_IsOurs_AndSaysSo()
    {
        await using var engine = new StoresEngine(_ => null);

        Assert.Null(await OpenAsync(engine, "s3://shop/photos"));
        Assert.Equal(
            ["S3 is read by our own reader: the cluster has no file system for s3:// or s3a:// (Hadoop's is the package org.apache.hadoop:hadoop-aws)."], _notes.All);
    }

    [Theory]
    [InlineData("s3://shop/photos", "http://127.0.0.1:9000", false)]
    [InlineData("s3://shop/photos", null, true)]
    [InlineData("s3://shop/a//b", null, false)]
    [InlineData("s3://shop/a/../b", null, false)]
    [InlineData("s3://shop/12:30", null, false)]
    public async Task Auto_WhatSparkCannotBeTold_IsOurs_AndTheClusterIsNotAsked(string address, string? endpoint, bool pathStyle)
    {
        await using var engine = new StoresEngine(_ => TwoClasses);

        Assert.Null(await OpenAsync(engine, address, new S3Options { Endpoint = endpoint, PathStyle = pathStyle }));
        Assert.Empty(engine.Asked);
        Assert.StartsWith("S3 is read by our own reader: ", Assert.Single(_notes.All), StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => OpenAsync(engine, address, new S3Options { Endpoint = endpoint, PathStyle = pathStyle, Reader = S3Reader.Spark }));
        Assert.StartsWith($"Spark cannot read '{address}': ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_TheClusterIsNotAsked()
    {
        await using var engine = new StoresEngine(_ => TwoClasses);

        Assert.Null(await OpenAsync(engine, "s3://shop/photos", new S3Options { Reader = S3Reader.Own }));
        Assert.Empty(engine.Asked);
    }

    [Fact]
    public async Task Spark_OnOneMachine_IsRefused()
    {
        await using LocalEngine engine = S3.S3Prepare.Engine();

        var error = await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(engine, "s3://shop/photos", new S3Options { Reader = S3Reader.Spark }));

        Assert.Equal(
            "Spark cannot read 's3://shop/photos': engine 'local' has no file systems of a cluster. Leave out --s3-reader spark, and our own reader reads it.", error.Message);
        Assert.Null(await OpenAsync(engine, "s3://shop/photos"));
        Assert.Empty(_notes.All);
    }

    [Fact]
    public async Task Auto_TheClusterMayNot_IsAnErrorWithTheOtherWay()
    {
        await using var engine = new StoresEngine(_ => throw new RemoteStoreException("Spark cannot list it."));

        var error = await Assert.ThrowsAsync<RemoteStoreException>(() => OpenAsync(engine, "s3://shop/photos"));

        Assert.Equal(
            "Spark cannot list it. With --s3-reader own, S3 is read with the AWS credentials of this command and of the executors' environment.", error.Message);
    }

    [Fact]
    public async Task Auto_NothingThere_SaysWhatIsExpected()
    {
        await using var engine = new StoresEngine(_ => new Dictionary<string, long>());

        var error = await Assert.ThrowsAsync<DatasetException>(() => OpenAsync(engine, "s3://shop/photos"));

        Assert.Equal("Source 's3://shop/photos' has no objects. Expected train/<class>/<image> or <class>/<image> below it.", error.Message);
    }

    private Task<S3ClusterSource?> OpenAsync(Engines.IEngine engine, string address, S3Options? options = null) => S3ClusterReading.TryOpenAsync(
        S3Address.Parse(address), options ?? new S3Options(), engine, _notes, TestContext.Current.CancellationToken);
}
