using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.Datasets;

/// <summary>From what a user names as source to the source.</summary>
public sealed class ImageSources
{
    private readonly IReadOnlyList<IImageSourceKind> _kinds;

    /// <param name="kinds">Kinds of sources outside of this machine.</param>
    public ImageSources(params IReadOnlyList<IImageSourceKind> kinds) => _kinds = kinds;

    /// <summary>Where corrected pictures may be, outside of this machine.</summary>
    public FeedbackKinds Feedback { get; init; } = new();

    /// <summary>The job as it may be shown and recorded, without secrets in the names of its source and its feedback.</summary>
    /// <exception cref="InvalidInputException">The source is not named as its kind is.</exception>
    public JobOptions Record(JobOptions job) =>
        job.Prepare is not { } prepare ? job : job with
        {
            Prepare = prepare with
            {
                Source = Kind(prepare.Source)?.Record(prepare.Source) ?? prepare.Source,
                Feedback = prepare.Feedback is { } feedback ? Feedback.Record(feedback) : null,
            },
        };

    /// <exception cref="DatasetException">The source is missing or is not one.</exception>
    public async Task<IImageSource> OpenAsync(PrepareOptions options, IEngine engine, IRunProgress progress, CancellationToken cancellation)
    {
        string source = options.Source;
        if (Kind(source) is { } kind)
        {
            return await kind.OpenAsync(options, engine, progress, cancellation).ConfigureAwait(false);
        }

        if (source == FashionMnist.Name && !Directory.Exists(source))
        {
            string folder = await new FashionMnistLocator().LocateAsync(progress, cancellation).ConfigureAwait(false);
            return new IdxFolder(folder, FashionMnist.Classes);
        }

        if (source == ClothingPhotos.Name && !Directory.Exists(source))
        {
            return new ImageFolder(await new ClothingPhotosLocator().LocateAsync(progress, cancellation).ConfigureAwait(false));
        }

        if (!Directory.Exists(source))
        {
            string[] known = [$"'{FashionMnist.Name}'", $"'{ClothingPhotos.Name}'", .. _kinds.Select(other => other.Form)];
            throw new DatasetException($"Source '{source}' is neither {string.Join(", nor ", known)}, nor a folder that exists.");
        }

        return IdxFolder.HasAnyFile(source) ? new IdxFolder(source, FashionMnist.Classes) : new ImageFolder(source);
    }

    private IImageSourceKind? Kind(string source) => _kinds.FirstOrDefault(kind => kind.Knows(source));
}
