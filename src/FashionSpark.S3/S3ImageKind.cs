using Amazon.S3;
using FashionSpark.Datasets;
using FashionSpark.Pipeline;

namespace FashionSpark.S3;

/// <summary>Sources in S3: <c>s3://bucket/prefix</c> with the layout of a folder of images, <c>split/class/image</c> or <c>class/image</c>.</summary>
public sealed class S3ImageKind : IImageSourceKind
{
    public string Form => S3Address.Form;

    public bool Knows(string source) => source.StartsWith(S3Address.Scheme, StringComparison.Ordinal);

    public string Record(string source) => S3Address.Parse(source).ToString();

    public async Task<IImageSource> OpenAsync(PrepareOptions options, IRunProgress progress, CancellationToken cancellation)
    {
        S3Address address = S3Address.Parse(options.Source);
        S3Options server = options.S3 ?? new S3Options();
        IAmazonS3 client = S3Clients.Get(server);
        S3Outline outline;
        using (IStageProgress listing = progress.Begin("list s3", null, "objects"))
        {
            outline = await S3Outline.ReadAsync(new S3Listing(client, address), listing, cancellation).ConfigureAwait(false);
        }

        return outline.Count > 0
            ? new S3ImageSource(address, server, outline)
            : throw new DatasetException($"Source '{address}' has no objects. Expected train/<class>/<image> or <class>/<image> below it.");
    }
}
