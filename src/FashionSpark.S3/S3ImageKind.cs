using FashionSpark.Datasets;
using FashionSpark.Datasets.Remote;
using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.S3;

/// <summary>Sources in S3: <c>s3://bucket/prefix</c> with the layout of a folder of images, <c>split/class/image</c> or <c>class/image</c>.</summary>
public sealed class S3ImageKind : IImageSourceKind
{
    public string Form => S3Address.Form;

    public bool Knows(string source) => S3Address.Knows(source);

    public string Record(string source) => S3Address.Parse(source).ToString();

    public async Task<IImageSource> OpenAsync(PrepareOptions options, IEngine engine, IRunProgress progress, CancellationToken cancellation)
    {
        S3Address address = S3Address.Parse(options.Source);
        S3Options said = options.S3 ?? new S3Options();
        if (await S3ClusterReading.TryOpenAsync(address, said, engine, progress, cancellation).ConfigureAwait(false) is { } source)
        {
            return source;
        }

        // Whoever reads, S3 is reached the same way, by one client a process.
        S3Options server = said with { Reader = S3Reader.Auto };
        var listing = new S3Listing(S3Clients.Get(server), address);
        SpoolFolder? spool = SpoolFolder.For(engine);
        try
        {
            using IStageProgress listed = progress.Begin("list s3", null, "objects");
            IAsyncEnumerable<S3Item> items = listing.ReadAsync(null, null, cancellation);
            S3Outline outline = await S3Outline.ReadAsync(
                spool is null ? items : S3ListingFile.KeepAsync(spool[S3ListingFile.Name], items, cancellation), listed, cancellation).ConfigureAwait(false);
            return outline.Count > 0
                ? new S3ImageSource(address, server, outline, spool)
                : throw NothingAt(address);
        }
        catch
        {
            spool?.Dispose();
            throw;
        }
    }

    internal static DatasetException NothingAt(S3Address address) =>
        new($"Source '{address}' has no objects. Expected train/<class>/<image> or <class>/<image> below it.");
}
