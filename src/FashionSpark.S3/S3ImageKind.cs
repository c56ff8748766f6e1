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
        S3Options server = options.S3 ?? new S3Options();
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
                : throw new DatasetException($"Source '{address}' has no objects. Expected train/<class>/<image> or <class>/<image> below it.");
        }
        catch
        {
            spool?.Dispose();
            throw;
        }
    }
}
