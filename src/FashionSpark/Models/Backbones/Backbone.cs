using System.Security.Cryptography;
using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Pipeline;

namespace FashionSpark.Models.Backbones;

/// <summary>A pretrained network, read from its ONNX file: what it takes, and which of its tensors are the features.</summary>
internal sealed class Backbone
{
    /// <summary>The oldest operators that the nodes around a backbone are written in.</summary>
    private const long OldestOperators = 11;

    private Backbone(ModelProto model, BackboneSpec spec)
    {
        Model = model;
        Spec = spec;
    }

    public ModelProto Model { get; }

    public BackboneSpec Spec { get; }

    /// <summary>Version of its operators.</summary>
    public long Opset => Model.OpsetImport.First(set => set.Domain.Length == 0).Version;

    /// <summary>Reads a file, works out its input and features, and tries it on two grey pictures.</summary>
    /// <exception cref="ModelFormatException">Not an ONNX network that takes images and has features; says what is wrong and which option mends it.</exception>
    public static Backbone Open(BackboneOptions options)
    {
        (ModelProto model, string hash) = Read(options.File);
        BackboneOptions said = BackboneDefaults.Complete(options, model, hash);
        BackboneInput input = BackboneInputReader.Read(model.Graph, said);
        string features = said.Features ?? FeatureFinder.FindFeatures(model.Graph)
            ?? throw new ModelFormatException(
                $"Backbone '{options.File}' has no Gemm or MatMul with constant weights whose input could be the features. Name the tensor that holds them with --backbone-features.");
        BackboneSpec spec = new(Path.GetFullPath(options.File), hash, input, features, 0, true, FeatureFinder.FindMap(model.Graph, features), 0, 0);
        return new Backbone(model, BackboneProbe.Measure(new Backbone(model, spec)));
    }

    /// <summary>The backbone of a spec, on whatever machine.</summary>
    /// <exception cref="ModelFormatException">The file is not there or is another one.</exception>
    public static Backbone Open(BackboneSpec spec)
    {
        (ModelProto model, string hash) = Read(spec.Path);
        return hash == spec.Hash
            ? new Backbone(model, spec)
            : throw new ModelFormatException($"Backbone '{spec.Path}' has changed since the run began (hash {hash}, expected {spec.Hash}). Run again.");
    }

    private static (ModelProto Model, string Hash) Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException($"Backbone '{path}' cannot be read: {(Directory.Exists(path) ? "it is a folder." : e.Message)} Name an ONNX file with --backbone.", e);
        }

        ModelProto model = OnnxModelFile.ParseProto(bytes, path);
        if (model.Graph.Initializer.FirstOrDefault(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External) is { } outside)
        {
            throw new ModelFormatException($"Backbone '{path}' keeps weights in other files ('{outside.Name}'). Save it as one file.");
        }

        if (model.OpsetImport.FirstOrDefault(set => set.Domain.Length == 0) is not { Version: >= OldestOperators })
        {
            throw new ModelFormatException(
                $"Backbone '{path}' has ONNX operators of version {model.OpsetImport.FirstOrDefault()?.Version ?? 0}, expected {OldestOperators} or later. Bring it there with onnx.version_converter, or export it anew.");
        }

        return (model, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
