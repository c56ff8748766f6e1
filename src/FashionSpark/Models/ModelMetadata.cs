using System.Text.Json;
using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.Models;

/// <summary>
/// What a model file says of itself. An ONNX file holds it as one metadata property, <see cref="PropertyName"/>, with
/// this record as JSON, beside the plain properties that other tools show.
/// </summary>
public sealed record ModelMetadata
{
    public const string PropertyName = "fashionspark";

    /// <summary>Names of the graph's input and outputs.</summary>
    public const string InputName = "pixels";
    public const string ProbabilitiesName = "probabilities";
    public const string ActivationsName = "activations";

    /// <summary>
    /// Output of some models, [images, classes, rows, columns], of the first view: how much each position speaks for each
    /// class. Its mean over the positions is the class's logit, but for a constant.
    /// </summary>
    public const string ClassMapsName = "class_maps";

    /// <summary>The number in the graph that <see cref="Temperature"/> becomes; calibration changes it in the file.</summary>
    public const string TemperatureName = "temperature";

    /// <summary>Version of this record; a reader refuses a higher one.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Name of the model, such as <c>cnn-quick</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Class names in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Input size in pixels and channels (1 or 3).</summary>
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required int Channels { get; init; }

    /// <summary>How images are prepared, see <see cref="Images.Preprocessing"/>.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>
    /// The views the model takes of a prepared image, each brought to the input size and one after the other in the batch;
    /// none = the prepared image as it is.
    /// </summary>
    public IReadOnlyList<Fit> Views { get; init; } = [];

    /// <summary>Box that images are prepared in where it is not the input size.</summary>
    public int? PreparedWidth { get; init; }
    public int? PreparedHeight { get; init; }

    /// <summary>Name and hash of the pretrained network it was made from; null = it began from random weights.</summary>
    public string? Backbone { get; init; }

    /// <summary>Folder and version of the prepared data set it was trained on.</summary>
    public required string Data { get; init; }
    public required long DataVersion { get; init; }

    /// <summary>Run that trained it, and the seed.</summary>
    public required string RunId { get; init; }
    public required long Seed { get; init; }

    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>Divides the logarithms of the probabilities inside the graph; 1 = as trained.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Confidence below which an answer is "not sure"; 0 = always sure.</summary>
    public double Threshold { get; init; }

    /// <summary>Figures from training, such as <c>validation.accuracy</c>.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>What makes the model's views of a prepared image.</summary>
    public PictureViews CreateViews() => new(Width, Height, Channels, Views);

    /// <summary>What prepares images for this model: from encoded bytes to what the views are made of.</summary>
    /// <exception cref="ModelFormatException">They are prepared in a way that this version does not have.</exception>
    public ImageNormalizer CreateNormalizer(ImageDecoders decoders) =>
        new(decoders, PreparedWidth ?? Width, PreparedHeight ?? Height, Channels, Images.Preprocessing.Parse(Preprocessing));

    public string ToJson() => JsonSerializer.Serialize(this, SpecJson.Options);

    /// <exception cref="ModelFormatException">Not this record, or of a later format.</exception>
    public static ModelMetadata Parse(string json)
    {
        try
        {
            ModelMetadata metadata = JsonSerializer.Deserialize<ModelMetadata>(json, SpecJson.Options)!;
            return metadata.Format == 1
                ? metadata
                : throw new ModelFormatException($"The model's metadata has format {metadata.Format}; this version reads format 1. Use a newer fashionspark.");
        }
        catch (JsonException e)
        {
            throw new ModelFormatException($"The model's metadata is not understood: {e.Message}", e);
        }
    }
}
