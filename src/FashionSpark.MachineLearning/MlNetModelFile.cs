using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FashionSpark.Engines;
using FashionSpark.Images.Features;
using FashionSpark.Models;
using FashionSpark.Tables;
using FashionSpark.Training;

namespace FashionSpark.MachineLearning;

/// <summary>
/// A model as ML.NET saves it, a zip that ML.NET alone can load too, with entries of ours beside its own: metadata, figures of
/// the training, and which features the model takes.
/// </summary>
internal sealed class MlNetModelFile : IModelFile
{
    private const string MetadataEntry = "fashionspark/metadata.json";
    private const string TrainingEntry = "fashionspark/training.json";
    private const string FeaturesEntry = "fashionspark/features";

    /// <summary>Entries carry this time, so that a file follows from its content alone.</summary>
    private static readonly DateTimeOffset Time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _path;
    private readonly MemoryStream _zip;

    private MlNetModelFile(string path, MemoryStream zip)
    {
        _path = path;
        _zip = zip;
    }

    public ModelMetadata? Metadata => Read(MetadataEntry) is { } json ? ModelMetadata.Parse(json) : null;

    public TrainingResult? Training =>
        Read(TrainingEntry) is { } json ? JsonSerializer.Deserialize<TrainingResult>(json, SpecJson.Options) : null;

    public static MlNetModelFile Create(LinearModel model, int width, ModelMetadata metadata, TrainingResult training)
    {
        var zip = new MemoryStream();
        model.Save(zip, width);
        var file = new MlNetModelFile(training.ModelPath, zip);
        file.Set(FeaturesEntry, HogFeatures.Version);
        file.Set(TrainingEntry, JsonSerializer.Serialize(training, SpecJson.Options));
        file.SetMetadata(metadata);
        return file;
    }

    /// <param name="path">The file, for messages.</param>
    /// <param name="content">What it holds.</param>
    /// <exception cref="ModelFormatException">Not a zip.</exception>
    public static MlNetModelFile Parse(string path, byte[] content)
    {
        var zip = new MemoryStream();
        zip.Write(content);
        var file = new MlNetModelFile(path, zip);
        file.Read(MetadataEntry);
        return file;
    }

    /// <summary>What a loader wants: metadata that is there, and the model.</summary>
    /// <exception cref="ModelFormatException">Not one of ours, of features that this version does not have, or damaged.</exception>
    public (ModelMetadata Metadata, LinearModel Model) Load()
    {
        ModelMetadata metadata = Metadata ?? throw new ModelFormatException(
            $"'{_path}' is a zip file without '{MetadataEntry}', not one of our models. Train one with 'fashionspark train --model baseline'.");
        string? features = Read(FeaturesEntry);
        if (features != HogFeatures.Version)
        {
            throw new ModelFormatException($"'{_path}' takes features '{features}'; this version computes '{HogFeatures.Version}'. Train it again.");
        }

        try
        {
            _zip.Position = 0;
            return (metadata, LinearModel.Load(_zip, metadata.Classes.Count));
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or InvalidDataException or EndOfStreamException)
        {
            throw new ModelFormatException($"'{_path}' is not a model that ML.NET can load: {e.Message}", e);
        }
    }

    /// <summary>Replaces the metadata. A temperature needs no more: it is applied to the probabilities.</summary>
    public void SetMetadata(ModelMetadata metadata) => Set(MetadataEntry, metadata.ToJson());

    public void Write(string path)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        DurableFiles.Replace(path, _zip.ToArray());
    }

    private string? Read(string entry)
    {
        try
        {
            using var archive = new ZipArchive(_zip, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.GetEntry(entry) is not { } found)
            {
                return null;
            }

            using var reader = new StreamReader(found.Open(), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (InvalidDataException e)
        {
            throw new ModelFormatException($"'{_path}' is a damaged zip file: {e.Message} Train the model again.", e);
        }
    }

    private void Set(string entry, string text)
    {
        using var archive = new ZipArchive(_zip, ZipArchiveMode.Update, leaveOpen: true);
        archive.GetEntry(entry)?.Delete();
        using (Stream stream = archive.CreateEntry(entry).Open())
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        foreach (ZipArchiveEntry one in archive.Entries)
        {
            one.LastWriteTime = Time;
        }
    }
}
