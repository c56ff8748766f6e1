using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FashionSpark.Models.Backbones;

/// <summary>Runs a backbone on two grey pictures: shows the sizes of its features, and that it takes several images at a time.</summary>
internal static class BackboneProbe
{
    private const int Images = 2;

    /// <exception cref="ModelFormatException">It does not run, or what comes out is not features.</exception>
    public static BackboneSpec Measure(Backbone backbone)
    {
        BackboneSpec spec = backbone.Spec;
        GraphBuilder graph = new("probe");
        Dictionary<string, string> names = BackboneGraph.AddNetwork(graph, backbone, BackboneGraph.AddInput(graph, spec.Input, mirror: false));
        string[] outputs = spec.Map is null ? [spec.Features] : [spec.Features, spec.Map];
        if (outputs.FirstOrDefault(output => !backbone.Model.Graph.Node.Any(node => node.Output.Contains(output))) is { } missing)
        {
            throw new ModelFormatException($"Backbone '{spec.Path}' has no tensor '{missing}'. Name one of its tensors with --backbone-features.");
        }

        foreach (string output in outputs)
        {
            graph.UntypedOutput(names[output]);
        }

        long[][] shapes = Run(OnnxModelFile.Wrap(graph.Graph, backbone.Model), spec, [.. outputs.Select(output => names[output])]);
        (int count, bool pooled) = shapes[0] switch
        {
            [Images, long n] => ((int)n, true),
            [Images, long n, 1, 1] => ((int)n, true),
            [Images, long n, > 0, > 0] => ((int)n, false),
            _ => throw new ModelFormatException(
                $"Tensor '{spec.Features}' of backbone '{spec.Path}' has shape [{string.Join(", ", shapes[0])}] for {Images} images, expected [{Images}, features]. Name another with --backbone-features, or export the network with a batch of any size."),
        };

        // A map whose channels come last, or that is no map, is left out: heat maps are then not drawn.
        return spec.Map is not null && shapes[1] is [Images, long channels, long height, long width] && channels == count
            ? spec with { FeatureCount = count, Pooled = pooled, MapHeight = (int)height, MapWidth = (int)width }
            : spec with { FeatureCount = count, Pooled = pooled, Map = null };
    }

    private static long[][] Run(ModelProto model, BackboneSpec spec, string[] outputs)
    {
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            using var session = new InferenceSession(model.ToByteArray(), options);
            int length = Images * spec.Input.Size * spec.Input.Size * BackboneInput.Channels;
            byte[] grey = new byte[length];
            grey.AsSpan().Fill(127);
            using OrtValue pixels = OrtValue.CreateTensorValueFromMemory(grey, [Images, spec.Input.Size, spec.Input.Size, BackboneInput.Channels]);
            using var run = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> values = session.Run(run, [ModelMetadata.InputName], [pixels], outputs);
            return [.. values.Select(value => value.GetTensorTypeAndShape().Shape)];
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFormatException($"Backbone '{spec.Path}' does not run on {Images} images of {spec.Input.Size} x {spec.Input.Size}: {e.Message}", e);
        }
    }
}
