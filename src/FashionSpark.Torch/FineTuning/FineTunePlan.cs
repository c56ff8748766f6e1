using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Models.Backbones;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Pipeline;
using FashionSpark.Torch.Graphs;
using FashionSpark.Torch.Training;
using FashionSpark.Training.Transfer;

namespace FashionSpark.Torch.FineTuning;

/// <summary>A backbone with a new head for the classes of a data set.</summary>
internal sealed class FineTunePlan : ITrainingPlan
{
    private readonly FineTuneRecipe _recipe;
    private readonly PreparedProperties _prepared;
    private readonly Backbone _backbone;
    private readonly float[] _weights;

    /// <exception cref="ModelFormatException">The backbone cannot be read, or has what fine-tuning does not.</exception>
    /// <exception cref="InvalidInputException">The data has grey images.</exception>
    public FineTunePlan(FineTuneRecipe profile, BackboneOptions options, PreparedProperties prepared)
    {
        if (prepared.Channels != BackboneInput.Channels)
        {
            throw new InvalidInputException($"The images of the data set have {prepared.Channels} channel, but a backbone takes 3. Prepare them with --channels 3.");
        }

        _prepared = prepared;
        _backbone = Backbone.Open(options);
        BackboneSpec spec = _backbone.Spec;
        if (spec.Input.Layout != TensorLayout.Nchw || spec.Input.Half)
        {
            throw new ModelFormatException(
                $"Backbone '{options.File}' takes {(spec.Input.Half ? "float16" : "float32")} images with axes {spec.Input.Layout}; fine-tuning takes float32 and nchw. Use --model {TransferTrainer.Name}, or convert it.");
        }

        (NetworkGraph graph, _weights) = OnnxGraphReader.Read(_backbone.Model.Graph, spec.Features);
        _recipe = profile with
        {
            Graph = (spec.Pooled ? graph : graph.Averaged()).WithHead(prepared.Classes.Count),
            Backbone = spec.Hash,
            Input = spec.Input,
            Size = spec.Input.Size,

            // A letterbox and a crop of a square are the same.
            Views = prepared.HasOneSize() ? [Fit.Letterbox] : profile.Views,
        };
    }

    public string Model => FineTuneTrainer.Name;

    public TrainRecipe Recipe => _recipe;

    /// <summary>
    /// One in this process, with all its threads: a step is long enough to keep them busy, and weights and moments of 14 MB
    /// each are neither averaged nor written after every few steps.
    /// </summary>
    public int DefaultPartitions(IEngine engine) => engine.IsInProcess ? 1 : engine.Parallelism;

    public IReadOnlyList<Range> TrainedParts(TrainIdentity identity) =>
        [.. TunedWeights.Trained((FineTuneRecipe)identity.Recipe).Select(slot => slot.Offset..(slot.Offset + slot.Length))];

    /// <summary>The backbone's numbers and a head of zeros, which answers every class alike.</summary>
    public Task<float[]> BeginAsync(TrainIdentity identity, CancellationToken cancellation)
    {
        FineTuneRecipe recipe = (FineTuneRecipe)identity.Recipe;
        float[] head = new float[new GraphLayout(recipe.Graph!).Length - _weights.Length];
        return Task.FromResult(TunedWeights.Begin(recipe, [.. _weights, .. head]));
    }

    public GraphProto Export(TrainIdentity identity, float[] weights)
    {
        FineTuneRecipe recipe = (FineTuneRecipe)identity.Recipe;
        return FineTuneExporter.Export(recipe, TunedWeights.Mean(recipe, weights));
    }

    public ModelMetadata Describe(ModelMetadata common) => common with
    {
        Width = _recipe.Size,
        Height = _recipe.Size,
        Views = _recipe.Views,
        PreparedWidth = _prepared.Width,
        PreparedHeight = _prepared.Height,
        Backbone = _backbone.Spec.Label,
    };
}
