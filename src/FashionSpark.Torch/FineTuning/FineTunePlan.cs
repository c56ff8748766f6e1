using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Models;
using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Torch.Graphs;
using FashionSpark.Torch.Training;

namespace FashionSpark.Torch.FineTuning;

/// <summary>A backbone with a new head for the classes of a data set.</summary>
internal sealed class FineTunePlan : ITrainingPlan
{
    private readonly FineTuneRecipe _recipe;
    private readonly PreparedProperties _prepared;
    private readonly float[] _backbone;

    /// <exception cref="ModelFormatException">The backbone cannot be read, or does not fit the data.</exception>
    public FineTunePlan(FineTuneRecipe profile, string backbone, PreparedProperties prepared)
    {
        OnnxModelFile file = OnnxModelFile.Read(backbone);
        (NetworkGraph graph, _backbone) = OnnxGraphReader.Read(file.Graph);
        if (graph.Channels != prepared.Channels)
        {
            throw new ModelFormatException(
                $"Backbone '{backbone}' takes images of {graph.Channels} channels, but the data has {prepared.Channels}. Prepare it with {(graph.Channels == 3 ? "RGB" : "grey")} images.");
        }

        _prepared = prepared;
        _recipe = profile with
        {
            Graph = graph.WithHead(prepared.Classes.Count),
            Backbone = OnnxClassifier.HashOf(backbone),
            Views = prepared.HasOneSize() ? [] : profile.Views,
            Size = prepared.HasOneSize() ? prepared.Width : profile.Size,
        };
    }

    public string Model => FineTuneTrainer.Name;

    public TrainRecipe Recipe => _recipe;

    /// <summary>
    /// One in this process, with all its threads: a step is long enough to keep them busy, and weights and moments of 14 MB
    /// each are neither averaged nor written after every few steps.
    /// </summary>
    public int DefaultPartitions(IEngine engine) => engine.IsInProcess ? 1 : engine.Parallelism;

    public IReadOnlyList<Range> TrainedParts(TrainIdentity identity)
    {
        FineTuneRecipe recipe = (FineTuneRecipe)identity.Recipe;
        double[] depths = recipe.Graph!.Depths();
        return [.. new GraphLayout(recipe.Graph).Slots
            .Where(slot => recipe.Trains(slot, depths[slot.Step]))
            .Select(slot => slot.Offset..(slot.Offset + slot.Length))];
    }

    /// <summary>The backbone's numbers and a head of zeros, which answers every class alike.</summary>
    public Task<float[]> BeginAsync(TrainIdentity identity, CancellationToken cancellation)
    {
        FineTuneRecipe recipe = (FineTuneRecipe)identity.Recipe;
        float[] head = new float[new GraphLayout(recipe.Graph!).Length - _backbone.Length];
        return Task.FromResult(FineTuneStep.Begin(recipe, [.. _backbone, .. head]));
    }

    public GraphProto Export(TrainIdentity identity, float[] weights)
    {
        FineTuneRecipe recipe = (FineTuneRecipe)identity.Recipe;
        return FineTuneExporter.Export(recipe, FineTuneStep.MeanOf(recipe, weights));
    }

    public ModelMetadata Describe(ModelMetadata common) => common with
    {
        Width = _recipe.Size,
        Height = _recipe.Size,
        Views = _recipe.Views,
        PreparedWidth = _prepared.Width,
        PreparedHeight = _prepared.Height,
    };
}
