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
    /// <summary>Of ONNX 1.12, as <see cref="GraphBuilder.DefaultOpset"/>.</summary>
    private const int IrVersion = 8;

    private const string TrainingProperty = "fashionspark.training";
    private readonly ModelProto _model;

    private OnnxModelFile(ModelProto model) => _model = model;

    /// <summary>What the model says of itself; null where the file is not ours.</summary>
    public ModelMetadata? Metadata => Property(ModelMetadata.PropertyName) is { } json ? ModelMetadata.Parse(json) : null;

    /// <summary>The figures of its training; null where the file has none.</summary>
    public TrainingResult? Training =>
        Property(TrainingProperty) is { } json ? JsonSerializer.Deserialize<TrainingResult>(json, SpecJson.Options) : null;

    /// <param name="source">The model that nodes of the graph come from; null = all are ours.</param>
    internal static OnnxModelFile Create(GraphProto graph, ModelMetadata metadata, TrainingResult training, ModelProto? source = null)
    {
        OnnxModelFile file = new(Wrap(graph, source));
        file.SetMetadata(metadata);
        file.Set(TrainingProperty, JsonSerializer.Serialize(training, SpecJson.Options));
        return file;
    }

    /// <summary>A graph as a model, with the operator versions and functions of the model that nodes of it come from.</summary>
    internal static ModelProto Wrap(GraphProto graph, ModelProto? source = null)
    {
        ModelProto model = new() { IrVersion = Math.Max(IrVersion, source?.IrVersion ?? 0), ProducerName = "FashionSpark", ProducerVersion = "0.1", Graph = graph };
        if (source is null)
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Version = GraphBuilder.DefaultOpset });
        }
        else
        {
            model.OpsetImport.Add(source.OpsetImport);
            model.Functions.Add(source.Functions);
        }

        return model;
    }

    /// <param name="path">Where the bytes are from, for the error.</param>
    /// <exception cref="ModelFormatException">They are not an ONNX model.</exception>
    internal static ModelProto ParseProto(byte[] bytes, string path)
    {
        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(bytes);
            return model.Graph is null ? throw new ModelFormatException($"'{path}' is not an ONNX model: it has no graph.") : model;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelFormatException($"'{path}' is not an ONNX model: {e.Message}", e);
        }
    }

    /// <exception cref="ModelFormatException">The file is missing or not an ONNX model.</exception>
    public static OnnxModelFile Read(string path) => Parse(path, ModelFormats.ReadBytes(path));

    /// <param name="path">The file, for messages.</param>
    /// <param name="content">What it holds.</param>
    /// <exception cref="ModelFormatException">Not an ONNX model.</exception>
    public static OnnxModelFile Parse(string path, byte[] content) => new(ParseProto(content, path));

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

    /// <summary>The numbers of a float32 initializer.</summary>
    internal float[] Floats(string name) =>
        MemoryMarshal.Cast<byte, float>(_model.Graph.Initializer.First(tensor => tensor.Name == name).RawData.Span).ToArray();

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
