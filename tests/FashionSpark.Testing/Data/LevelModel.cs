using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Training;

namespace FashionSpark.Testing.Data;

/// <summary>
/// A model file of ten classes that tells the images of <see cref="TinyIdx"/> by their brightness: logit of class k =
/// -sharpness * (mean - level of k)^2 / 100, up to what all classes share. Levels lie 19 apart.
/// </summary>
public static class LevelModel
{
    /// <param name="path">Where it is written.</param>
    /// <param name="size">Side of the images.</param>
    /// <param name="sharpness">Near 0 it is never sure, at 1 nearly always.</param>
    /// <param name="shift">Added to every level: at half a level, 9.5, the model is as often wrong as right.</param>
    public static void Write(string path, int size, double sharpness, double shift = 0, string data = "data", long dataVersion = 0, string runId = "run")
    {
        double[] levels = [.. Enumerable.Range(0, 10).Select(k => 31.4 + (19 * k) + shift)];
        GraphBuilder graph = new("level");
        string pixels = graph.Input(ModelMetadata.InputName, TensorProto.Types.DataType.Uint8, -1, size, size, 1);
        string floats = graph.Node("Cast", "floats", [pixels], GraphBuilder.Int("to", (long)TensorProto.Types.DataType.Float));
        string images = graph.Node("Reshape", "images", [floats, graph.Integers("by_image", -1, (long)size * size)]);
        string mean = graph.Node("ReduceMean", "mean", [images], GraphBuilder.Ints("axes", 1), GraphBuilder.Int("keepdims", 1));
        string logits = graph.Node(
            "Gemm",
            "logits",
            [
                mean,
                graph.Floats("weight", [.. levels.Select(level => (float)(2 * sharpness * level / 100))], 1, 10),
                graph.Floats("bias", [.. levels.Select(level => (float)(-sharpness * level * level / 100))], 10),
            ]);
        ProbabilitiesTail.Add(graph, logits, 10);
        var metadata = new ModelMetadata
        {
            Name = "level",
            Classes = Datasets.FashionMnist.Classes,
            Width = size,
            Height = size,
            Channels = 1,
            Preprocessing = Preprocessing.Name(Fit.Letterbox),
            Data = data,
            DataVersion = dataVersion,
            RunId = runId,
            Seed = 1,
            TrainedAt = new FixedTime().GetUtcNow(),
        };
        OnnxModelFile.Create(graph.Graph, metadata, new TrainingResult(path, [], 0, 0, 1)).Write(path);
    }
}
