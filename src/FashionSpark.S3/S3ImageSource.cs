using FashionSpark.Datasets;
using FashionSpark.Datasets.Remote;
using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.S3;

/// <summary>Images in S3. A partition takes its own run of keys from the listing, or on another machine lists it again, and
/// reads what it finds: keys never travel.</summary>
internal sealed class S3ImageSource : IImageSource
{
    private readonly S3Address _address;
    private readonly S3Options _server;
    private readonly S3Outline _outline;
    private readonly ClassFolders _classes;
    private readonly SpoolFolder? _spool;

    /// <exception cref="DatasetException">There are no class folders, or two layouts are mixed.</exception>
    public S3ImageSource(S3Address address, S3Options server, S3Outline outline, SpoolFolder? spool)
    {
        _address = address;
        _server = server;
        _outline = outline;
        _spool = spool;
        _classes = ClassFolders.Of(address.ToString(), outline.Top, outline.Below);
    }

    public IReadOnlyList<string> Classes => _classes.Classes;

    public IReadOnlyList<string> DeclaredSplits => _classes.DeclaredSplits;

    public long? Count => _outline.Count;

    public int DefaultSize => 224;

    public int DefaultChannels => 3;

    public IDataset Open(IEngine engine, int partitions)
    {
        var options = new ReadS3Options(_address.Bucket, _address.Prefix, _server, Classes, _classes.HasSplits, _spool?.Path);
        List<object?[]> ranges = [.. _outline.Cut(partitions).Select(range => (object?[])[range.After, range.Last])];
        return engine.FromRows(RowBatch.Create(ReadS3Function.RangeSchema, ranges), ranges.Count)
            .MapPartitions(PartitionFunctionSpec.Create(ReadS3Function.Name, options));
    }

    public void Dispose() => _spool?.Dispose();
}
