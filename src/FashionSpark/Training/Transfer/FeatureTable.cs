using System.Security.Cryptography;
using System.Text;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.Training.Transfer;

/// <summary>
/// The features of a data set, kept in a Delta table beside it: <c>DATA_features_BACKBONE_VIEWS</c>. A training with the
/// same backbone, views and data finds them; other data replace them; the folder can be deleted at any time.
/// </summary>
/// <param name="Path">Folder of the table.</param>
/// <param name="Version">The version that holds the features.</param>
/// <param name="ViewCount">Views of an image.</param>
/// <param name="FeatureCount">Features of a view.</param>
internal sealed record FeatureTable(string Path, long Version, int ViewCount, int FeatureCount)
{
    /// <summary>Table property that says of which data the features are.</summary>
    private const string OfProperty = "fashionspark.features_of";

    /// <summary>Finds the features, or has them extracted.</summary>
    public static async Task<FeatureTable> EnsureAsync(
        IEngine engine, DeltaTableInfo data, PreparedProperties prepared, ExtractFeaturesOptions options, IRunProgress progress, CancellationToken cancellation)
    {
        string path = PathOf(data, options);
        string of = Of(data, prepared);
        DeltaTableInfo? found = await engine.DescribeDeltaAsync(path, null, cancellation).ConfigureAwait(false);
        if (found?.Properties.GetValueOrDefault(OfProperty) == of)
        {
            progress.Note($"Features are there already ('{path}')");
            return new FeatureTable(path, found.Version, options.ViewCount(), options.Backbone.FeatureCount);
        }

        // A counter above all that the table knows: a repeated training finds the property, another one writes anew.
        var write = new DeltaWrite(path, "features", (found?.Version ?? -1) + 2, found is null ? DeltaWriteMode.Append : DeltaWriteMode.Overwrite)
        {
            PartitionBy = [PreparedSchema.Split],
            Properties = new Dictionary<string, string> { [OfProperty] = of },
        };
        using IStageProgress bar = progress.Begin("features", null, "images");
        long version = await engine.ReadDelta(new DeltaRead(data.Path, data.Version, ExtractFeaturesFunction.InputColumns))
            .MapPartitions(PartitionFunctionSpec.Create(ExtractFeaturesFunction.Name, options))
            .WriteDeltaAsync(write, bar, cancellation).ConfigureAwait(false);
        return new FeatureTable(path, version, options.ViewCount(), options.Backbone.FeatureCount);
    }

    /// <summary>Beside the data, in letters that a name of a catalog may have too: <c>main.fashion.images</c> gives <c>main.fashion.images_features_...</c></summary>
    private static string PathOf(DeltaTableInfo data, ExtractFeaturesOptions options)
    {
        string name = $"features_{System.IO.Path.GetFileNameWithoutExtension(options.Backbone.Path)}_{options.Backbone.Fingerprint()}_{string.Join('_', options.Views)}";
        return $"{data.Path.TrimEnd('/')}_{new string([.. name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')])}";
    }

    /// <summary>Version and statistics of the data: a folder that was made anew has the versions of the old one, but other pixels.</summary>
    private static string Of(DeltaTableInfo data, PreparedProperties prepared) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{data.Version} {prepared.ToTableProperties()[PreparedProperties.Key]}")));
}
