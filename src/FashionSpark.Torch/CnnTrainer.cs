using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Torch.Cnn;
using FashionSpark.Torch.Training;
using FashionSpark.Training;

namespace FashionSpark.Torch;

/// <summary><c>--model cnn</c>: a convolutional network from random weights, for images of one size.</summary>
public sealed class CnnTrainer : ITrainer
{
    internal const string Name = "cnn";

    private readonly Func<string, CnnRecipe> _profiles;

    public CnnTrainer()
        : this(CnnProfiles.Get)
    {
    }

    /// <param name="profiles">The recipe of a profile's name.</param>
    public CnnTrainer(Func<string, CnnRecipe> profiles) => _profiles = profiles;

    public string Model => Name;

    public Task<TrainingResult> TrainAsync(
        IEngine engine, TrainOptions options, string runId, IRunProgress progress, TimeProvider time, CancellationToken cancellation) =>
        new RoundsTraining(engine, options, runId, progress, time)
            .RunAsync(prepared => new CnnPlan(_profiles(options.Profile), prepared), cancellation);
}
