using System.Runtime.InteropServices;
using System.Text.Json;
using FashionSpark.Engines;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Tables;
using FashionSpark.Training;
using Google.Protobuf;

namespace FashionSpark.Models.Onnx;

/// <summary>A model file of ours: graph and metadata. Metadata and temperature can be changed without training again.</summary>
public sealed class OnnxModelFile : IModelFile
{
    /// <summary>IR and opset that ONNX 1.12 knows, so that older runtimes and checkers read the file.</summary>
    private const int IrVersion = 8;
    private const int Opset = 17;

    private const string TrainingProperty = "fashionspark.training";
    private readonly ModelProto _model;

    private OnnxModelFile(ModelProto model) => _model = model;

    /// <summary>What the model says of itself; null where the file is not ours.</summary>
    public ModelMetadata? Metadata => Property(ModelMetadata.PropertyName) is { } json ? ModelMetadata.Parse(json) : null;

    /// <summary>The figures of its training; null where the file has none.</summary>
    public TrainingResult? Training =>
        Property(TrainingProperty) is { } json ? JsonSerializer.Deserialize<TrainingResult>(json, SpecJson.Options) : null;

    internal static OnnxModelFile Create(GraphProto graph, ModelMetadata metadata, TrainingResult training)
    {
        ModelProto model = new() { IrVersion = IrVersion, ProducerName = "FashionSpark", ProducerVersion = "0.1", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        OnnxModelFile file = new(model);
        file.SetMetadata(metadata);
        file.Set(TrainingProperty, JsonSerializer.Serialize(training, SpecJson.Options));
        return file;
    }

    /// <exception cref="ModelFormatException">The file is missing or not an ONNX model.</exception>
    public static OnnxModelFile Read(string path) => Parse(path, ModelFormats.ReadBytes(path));

    /// <param name="path">The file, for messages.</param>
    /// <param name="content">What it holds.</param>
    /// <exception cref="ModelFormatException">Not an ONNX model.</exception>
    public static OnnxModelFile Parse(string path, byte[] content)
    {
        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(content);
            return model.Graph is null
                ? throw new ModelFormatException($"'{path}' is not an ONNX model: it has no graph.")
                : new OnnxModelFile(model);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelFormatException($"'{path}' is not an ONNX model: {e.Message}", e);
        }
    }

    /// <summary>Writes the file as a whole: a reader sees the old one or the new one.</summary>
    public void Write(string path)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        DurableFiles.Replace(path, _model.ToByteArray());
    }

    /// <summary>Replaces the metadata, and the temperature inside the graph with that of the metadata.</summary>
    /// <exception cref="ModelFormatException">The temperature is changed, but the graph has none.</exception>
    public void SetMetadata(ModelMetadata metadata)
    {
        float temperature = (float)metadata.Temperature;
        TensorProto? tensor = _model.Graph.Initializer.FirstOrDefault(initializer => initializer.Name == ModelMetadata.TemperatureName);
        if (tensor is null && temperature != 1)
        {
            throw new ModelFormatException($"Temperature {temperature} cannot be set: the model has no initializer '{ModelMetadata.TemperatureName}'.");
        }

        tensor?.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(new ReadOnlySpan<float>(in temperature)));
        Set(ModelMetadata.PropertyName, metadata.ToJson());
        Set("name", metadata.Name);
        Set("classes", string.Join(',', metadata.Classes));
    }

    /// <summary>All initializers after each other: equal where two models are.</summary>
    internal byte[] WeightBytes() => [.. _model.Graph.Initializer.SelectMany(tensor => tensor.RawData)];

    private string? Property(string key) => _model.MetadataProps.FirstOrDefault(property => property.Key == key)?.Value;

    private void Set(string key, string value)
    {
        StringStringEntryProto? property = _model.MetadataProps.FirstOrDefault(entry => entry.Key == key);
        if (property is null)
        {
            _model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }
        else
        {
            property.Value = value;
        }
    }
}
