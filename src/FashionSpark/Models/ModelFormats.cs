using System.Collections.Immutable;
using System.Security.Cryptography;
using FashionSpark.Models.Onnx;

namespace FashionSpark.Models;

/// <summary>
/// Opens model files of every kind that this process knows; the content decides, not the name. ONNX is always known, others
/// are added at start.
/// </summary>
public static class ModelFormats
{
    private static readonly OnnxFormat Onnx = new();
    private static ImmutableList<IModelFormat> _others = [];

    /// <summary>Makes a kind of file known; one that is known by its name already stays.</summary>
    public static void Add(IModelFormat format) => ImmutableInterlocked.Update(
        ref _others, (known, added) => known.Any(other => other.Name == added.Name) ? known : known.Add(added), format);

    /// <param name="path">The file.</param>
    /// <param name="threads">Processor threads of one call.</param>
    /// <exception cref="ModelFormatException">The file is missing, is no model, or not one of ours.</exception>
    public static IClassifier Open(string path, int threads)
    {
        byte[] content = ReadBytes(path);
        return Of(content).Open(path, content, threads);
    }

    /// <exception cref="ModelFormatException">The file is missing or is no model.</exception>
    public static IModelFile Read(string path)
    {
        byte[] content = ReadBytes(path);
        return Read(path, content);
    }

    /// <param name="path">The file, for messages.</param>
    /// <param name="content">What it holds.</param>
    /// <exception cref="ModelFormatException">It is no model.</exception>
    public static IModelFile Read(string path, byte[] content) => Of(content).Read(path, content);

    /// <summary>What a model file holds.</summary>
    /// <exception cref="ModelFormatException">The file is missing.</exception>
    internal static byte[] ReadBytes(string path)
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

    /// <summary>What <see cref="IClassifier.Hash"/> of the model in a file is.</summary>
    /// <exception cref="ModelFormatException">The file is missing.</exception>
    public static string HashOf(string path) => HashOf(ReadBytes(path));

    /// <summary>SHA-256 in hexadecimal.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Name and head of the hash: what tables call a model.</summary>
    public static string Label(string? name, string hash) => $"{name}@{hash[..8]}";

    private static IModelFormat Of(byte[] content) => _others.FirstOrDefault(format => format.Recognises(content)) ?? (IModelFormat)Onnx;
}
