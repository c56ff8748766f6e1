using System.Security.Cryptography;
using FashionSpark.Datasets;
using FashionSpark.Pipeline;

namespace FashionSpark.Models.Backbones;

/// <summary>
/// Finds the file of a backbone named instead of a file: <c>efficientnet-lite0</c> in our cache or in <c>../shared</c>,
/// checksum verified.
/// </summary>
public sealed class BackboneLocator
{
    private readonly IReadOnlyList<string> _folders;

    /// <param name="folders">Where to look; null = <c>fashionspark/backbones</c> in the user's cache folder, then <c>../shared/models</c>.</param>
    public BackboneLocator(IReadOnlyList<string>? folders = null) =>
        _folders = folders ?? [Path.Combine(UserCache.Folder, "backbones"), Path.Combine("..", "shared", "models")];

    /// <summary>The options with the file's path in place of a name.</summary>
    /// <exception cref="ModelFormatException">The name stands for a file that is nowhere.</exception>
    public BackboneOptions Locate(BackboneOptions options, IRunProgress progress)
    {
        if (options.File != KnownBackbone.EfficientNetLite0Name || File.Exists(options.File))
        {
            return options;
        }

        KnownBackbone known = KnownBackbone.EfficientNetLite0;
        List<string> tried = [];
        foreach (string path in _folders.Select(folder => Path.Combine(folder, $"{known.Name}.onnx")))
        {
            if (!File.Exists(path))
            {
                tried.Add($"{path}: not there");
            }
            else if (Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) is var hash && hash != known.Hash)
            {
                tried.Add($"{path}: checksum {hash}, expected {known.Hash}");
            }
            else
            {
                progress.Note($"Backbone: EfficientNet-Lite0, ImageNet-1k weights ({known.Licence}), '{path}'");
                return options with { File = path };
            }
        }

        throw new ModelFormatException(
            $"Backbone '{known.Name}' was not found. Tried:\n  {string.Join("\n  ", tried)}\n" +
            "No public home has this very ONNX file. Put it into the first of these folders, or name another ONNX classifier of images with --backbone, such as " +
            "EfficientNet-Lite4 of https://github.com/onnx/models (with --backbone-mean 127 --backbone-scale 128; six times slower).");
    }
}
