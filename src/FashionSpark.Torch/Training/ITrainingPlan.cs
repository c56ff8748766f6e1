using FashionSpark.Engines;
using FashionSpark.Models;
using FashionSpark.Models.Onnx.Proto;

namespace FashionSpark.Torch.Training;

/// <summary>What the rounds ask of a kind of network, on the driver.</summary>
internal interface ITrainingPlan
{
    /// <summary>The kind, as <c>--model</c> names it.</summary>
    string Model { get; }

    /// <summary>The profile's recipe for this data set; options of the user are put in afterwards.</summary>
    TrainRecipe Recipe { get; }

    /// <summary>Partitions where the user names no number.</summary>
    int DefaultPartitions(IEngine engine) => engine.Parallelism;

    /// <summary>The weights of round 0.</summary>
    Task<float[]> BeginAsync(TrainIdentity identity, CancellationToken cancellation);

    /// <summary>Parts of the weight vector that the optimiser moves, for <see cref="Divergence"/>; running statistics are not among them.</summary>
    IReadOnlyList<Range> TrainedParts(TrainIdentity identity) => [Range.All];

    /// <summary>The graph that a model file holds.</summary>
    GraphProto Export(TrainIdentity identity, float[] weights);

    /// <summary>What the kind adds to the metadata of every model.</summary>
    ModelMetadata Describe(ModelMetadata common);
}
