using System.Runtime.InteropServices;
using FashionSpark.Images;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FashionSpark.Models;

/// <summary>One of our ONNX files, loaded. Safe to use from several threads.</summary>
public sealed class OnnxClassifier : IClassifier
{
    private static readonly string[] InputNames = [ModelMetadata.InputName];
    private static readonly string[] OutputNames = [ModelMetadata.ProbabilitiesName];

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly ParallelOptions _parallel;

    private OnnxClassifier(InferenceSession session, ModelMetadata metadata, string hash, int threads)
    {
        _session = session;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Metadata = metadata;
        Views = metadata.CreateViews();
        Hash = hash;
    }

    public ModelMetadata Metadata { get; }

    public string Hash { get; }

    public PictureViews Views { get; }

    /// <param name="path">The file, for messages.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="threads">Processor threads of one call.</param>
    /// <exception cref="ModelFormatException">No ONNX model, or not one of ours.</exception>
    public static OnnxClassifier Open(string path, byte[] content, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        InferenceSession session;
        try
        {
            session = new InferenceSession(content, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFormatException($"'{path}' is not an ONNX model: {e.Message}", e);
        }

        try
        {
            if (!session.ModelMetadata.CustomMetadataMap.TryGetValue(ModelMetadata.PropertyName, out string? json))
            {
                throw new ModelFormatException(
                    $"'{path}' is an ONNX model of another kind: it has no '{ModelMetadata.PropertyName}' metadata. Train one with 'fashionspark train'.");
            }

            ModelMetadata metadata = ModelMetadata.Parse(json);
            CheckGraph(path, session, metadata);
            return new OnnxClassifier(session, metadata, ModelFormats.HashOf(content), threads);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Each image is a run of its own: in a batch the runtime's vectors take some of an image's numbers and its scalar code
    /// the others, by the image's place, and the two differ in the last bit. A batch saves no time either (0.61 ms of a core
    /// an image of 28 x 28 alone, 0.50 to 0.63 in batches of 4 to 64; the same for photos).
    /// </summary>
    public void Predict(ReadOnlyMemory<byte> pixels, int images, Memory<float> probabilities)
    {
        if (images == 1 || _parallel.MaxDegreeOfParallelism == 1)
        {
            for (int image = 0; image < images; image++)
            {
                PredictOne(pixels, image, probabilities);
            }
        }
        else
        {
            Parallel.For(0, images, _parallel, image => PredictOne(pixels, image, probabilities));
        }
    }

    /// <summary>From the output <c>class_maps</c>, or else <c>activations</c>; null where the graph has neither.</summary>
    public HeatMap? HeatMap(ReadOnlyMemory<byte> pixels, int label)
    {
        bool byClass = _session.OutputMetadata.ContainsKey(ModelMetadata.ClassMapsName);
        string name = byClass ? ModelMetadata.ClassMapsName : ModelMetadata.ActivationsName;
        if (!_session.OutputMetadata.ContainsKey(name))
        {
            return null;
        }

        using OrtValue input = Input(pixels, 0);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, InputNames, [input], [name]);
        int[] shape = [.. outputs[0].GetTensorTypeAndShape().Shape.Select(length => (int)length)];
        (int channels, int height, int width) = (shape[1], shape[2], shape[3]);
        ReadOnlySpan<float> maps = outputs[0].GetTensorDataAsSpan<float>();
        return byClass
            ? Models.HeatMap.Of(maps.Slice(label * height * width, height * width), width, height)
            : Models.HeatMap.Of(maps[..(channels * height * width)], width, height);
    }

    /// <summary>Input and output are what the metadata says: a file that was put together from two would answer nonsense, or end in the runtime.</summary>
    private static void CheckGraph(string path, InferenceSession session, ModelMetadata metadata)
    {
        Check(ModelMetadata.InputName, session.InputMetadata, TensorElementType.UInt8, [-1, metadata.Height, metadata.Width, metadata.Channels]);
        Check(ModelMetadata.ProbabilitiesName, session.OutputMetadata, TensorElementType.Float, [-1, metadata.Classes.Count]);

        void Check(string name, IReadOnlyDictionary<string, NodeMetadata> tensors, TensorElementType type, int[] said)
        {
            if (!tensors.TryGetValue(name, out NodeMetadata? tensor)
                || tensor.ElementDataType != type
                || tensor.Dimensions.Length != said.Length
                || tensor.Dimensions.Zip(said).Any(pair => pair.First > 0 && pair.Second > 0 && pair.First != pair.Second))
            {
                string found = tensor is null ? "has none of that name" : $"has {tensor.ElementDataType} [{string.Join(", ", tensor.Dimensions)}]";
                throw new ModelFormatException(
                    $"'{path}': its metadata says that '{name}' is {type} [{string.Join(", ", said)}], but its graph {found}. The file was changed after training; train again.");
            }
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private void PredictOne(ReadOnlyMemory<byte> pixels, int image, Memory<float> probabilities)
    {
        int classes = Metadata.Classes.Count;
        using OrtValue input = Input(pixels, image);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, probabilities.Slice(image * classes, classes), [1, classes]);
        _session.Run(_run, InputNames, [input], OutputNames, [output]);
    }

    /// <summary>The views of an image as the graph takes them, without a copy.</summary>
    private OrtValue Input(ReadOnlyMemory<byte> pixels, int image) => OrtValue.CreateTensorValueFromMemory(
        OrtMemoryInfo.DefaultInstance,
        MemoryMarshal.AsMemory(pixels.Slice(image * Views.Length, Views.Length)),
        [Views.Count, Metadata.Height, Metadata.Width, Metadata.Channels]);
}
