using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Training;

namespace FashionSpark.Testing.Data;

/// <summary>A model file of two classes whose answer is computed by hand: the share of white in each view, averaged.</summary>
public static class TinyModel
{
    /// <summary>Writes it: probability of the first class = mean over all views of an image of pixel / 255.</summary>
    /// <param name="change">Changes what the model says of itself.</param>
    /// <param name="maps">Name of a further output, the pixels themselves: <c>activations</c> or <c>class_maps</c>; null = none.</param>
    public static void Write(string path, int size, IReadOnlyList<Fit> views, Func<ModelMetadata, ModelMetadata>? change = null, string? maps = null)
    {
        int count = Math.Max(1, views.Count);
        GraphBuilder graph = new("tiny");
        string pixels = graph.Input(ModelMetadata.InputName, TensorProto.Types.DataType.Uint8, -1, size, size, 3);
        string floats = graph.Node("Cast", "floats", [pixels], GraphBuilder.Int("to", (long)TensorProto.Types.DataType.Float));
        string images = graph.Node("Reshape", "images", [floats, graph.Integers("by_image", -1, (long)count * size * size * 3)]);
        string mean = graph.Node("ReduceMean", "mean", [images], GraphBuilder.Ints("axes", 1), GraphBuilder.Int("keepdims", 1));
        string white = graph.Node("Div", "white", [mean, graph.Floats("most", [255f])]);
        string black = graph.Node("Sub", "black", [graph.Floats("one", [1f]), white]);
        graph.Node("Concat", ModelMetadata.ProbabilitiesName, [white, black], GraphBuilder.Int("axis", 1));
        graph.Output(ModelMetadata.ProbabilitiesName, -1, 2);
        if (maps is not null)
        {
            graph.Node("Transpose", maps, [floats], GraphBuilder.Ints("perm", 0, 3, 1, 2));
            graph.Output(maps, -1, 3, size, size);
        }

        var metadata = new ModelMetadata
        {
            Name = "tiny",
            Classes = ["class0", "class1"],
            Width = size,
            Height = size,
            Channels = 3,
            Preprocessing = Preprocessing.Name(views.Count > 0 ? Fit.Inside : Fit.Letterbox),
            Views = views,
            Data = "data",
            DataVersion = 1,
            RunId = "run",
            Seed = 1,
            TrainedAt = new FixedTime().GetUtcNow(),
        };
        OnnxModelFile.Create(graph.Graph, change?.Invoke(metadata) ?? metadata, new TrainingResult(path, [], 0, 0, 1)).Write(path);
    }
}
