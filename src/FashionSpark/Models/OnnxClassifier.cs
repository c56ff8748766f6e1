using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FashionSpark.Images;
using Microsoft.ML.OnnxRuntime;

namespace FashionSpark.Models;

/// <summary>One of our ONNX files, loaded. Safe to use from several threads.</summary>
public sealed class OnnxClassifier : IDisposable
{
    private static readonly string[] InputNames = [ModelMetadata.InputName];
    private static readonly string[] OutputNames = [ModelMetadata.ProbabilitiesName];

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    private OnnxClassifier(InferenceSession session, ModelMetadata metadata, string hash)
    {
        _session = session;
        Metadata = metadata;
        Views = metadata.CreateViews();
        Hash = hash;
    }

    public ModelMetadata Metadata { get; }

    /// <summary>SHA-256 of the file in hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>Name and head of the hash: what tables call the model.</summary>
    public string Label => $"{Metadata.Name}@{Hash[..8]}";

    /// <summary>What it takes of a prepared image.</summary>
    public PictureViews Views { get; }

    /// <summary>Bytes of one image in all its views.</summary>
    public int InputLength => Views.Length;

    /// <param name="path">The file.</param>
    /// <param name="threads">Processor threads of one call.</param>
    /// <exception cref="ModelFormatException">The file is missing, is no ONNX model, or not one of ours.</exception>
    public static OnnxClassifier Open(string path, int threads)
    {
        byte[] bytes = ReadFile(path);
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        InferenceSession session;
        try
        {
            session = new InferenceSession(bytes, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFormatException($"'{path}' is not an ONNX model: {e.Message}", e);
        }

        try
        {
            return session.ModelMetadata.CustomMetadataMap.TryGetValue(ModelMetadata.PropertyName, out string? json)
                ? new OnnxClassifier(session, ModelMetadata.Parse(json), Convert.ToHexStringLower(SHA256.HashData(bytes)))
                : throw new ModelFormatException(
                    $"'{path}' is an ONNX model of another kind: it has no '{ModelMetadata.PropertyName}' metadata. Train one with 'fashionspark train'.");
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>SHA-256 of a model file in hexadecimal.</summary>
    /// <exception cref="ModelFormatException">The file is missing.</exception>
    public static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(ReadFile(path)));

    /// <summary>Probabilities of <paramref name="images"/> images: in images x views x height x width x channels bytes, out images x classes.</summary>
    public void Predict(ReadOnlyMemory<byte> pixels, int images, Memory<float> probabilities)
    {
        long[] inputShape = [(long)images * Views.Count, Metadata.Height, Metadata.Width, Metadata.Channels];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, MemoryMarshal.AsMemory(pixels[..(images * InputLength)]), inputShape);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, probabilities[..(images * Metadata.Classes.Count)], [images, Metadata.Classes.Count]);
        _session.Run(_run, InputNames, [input], OutputNames, [output]);
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new ModelFormatException($"Model '{path}' cannot be read: {e.Message} Train one with 'fashionspark train' or 'fashionspark quickstart'.", e);
        }
    }
}
