using FashionSpark.Datasets;
using FashionSpark.Models;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Torch.Training;

namespace FashionSpark.Torch.Cnn;

/// <summary>A convolutional network from random weights, for images of one size.</summary>
internal sealed class CnnPlan : ITrainingPlan
{
    /// <exception cref="InvalidInputException">The images are not all of one size.</exception>
    public CnnPlan(CnnRecipe profile, PreparedProperties prepared)
    {
        if (!prepared.HasOneSize())
        {
            throw new InvalidInputException(
                $"The images of the data set keep their proportions (prepared with --fit inside), but --model {Model} wants them all of one size. Prepare them with --fit letterbox.");
        }

        Recipe = profile with { Network = NetworkSpec.FitTo(profile.Network, prepared.Width, prepared.Height) };
    }

    public string Model => CnnTrainer.Name;

    public TrainRecipe Recipe { get; }

    public Task<float[]> BeginAsync(TrainIdentity identity, CancellationToken cancellation) =>
        Task.FromResult(new WeightLayout(Network(identity)).Initialise(identity.Seed));

    public IReadOnlyList<Range> TrainedParts(TrainIdentity identity) => new WeightLayout(Network(identity)).TrainedParts();

    public GraphProto Export(TrainIdentity identity, float[] weights) =>
        CnnExporter.Export(Network(identity), weights, identity.Shape, ((CnnRecipe)identity.Recipe).Views);

    public ModelMetadata Describe(ModelMetadata common) => common;

    private static NetworkSpec Network(TrainIdentity identity) =>
        NetworkSpec.Parse(((CnnRecipe)identity.Recipe).Network, identity.Shape.Channels, identity.Classes.Count);
}
