using FashionSpark.Pipeline;

namespace FashionSpark.Datasets;

/// <summary>From what a user names as source to the source.</summary>
public static class ImageSources
{
    /// <exception cref="DatasetException">The source is missing or is not one.</exception>
    public static async Task<IImageSource> OpenAsync(string source, IRunProgress progress, CancellationToken cancellation)
    {
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
            throw new DatasetException($"Source '{source}' is neither '{FashionMnist.Name}', nor '{ClothingPhotos.Name}', nor a folder that exists.");
        }

        return IdxFolder.HasAnyFile(source) ? new IdxFolder(source, FashionMnist.Classes) : new ImageFolder(source);
    }
}
