using FashionSpark.Engines;
using FashionSpark.Models.Backbones;
using FashionSpark.Pipeline;
using FashionSpark.Torch.FineTuning;
using FashionSpark.Torch.Training;
using FashionSpark.Training;

namespace FashionSpark.Torch;

/// <summary><c>--model fine-tune</c>: a network that knows photos already, from an ONNX file, trained further on the data set.</summary>
public sealed class FineTuneTrainer : ITrainer
{
    public const string Name = "fine-tune";

    private readonly Func<string, FineTuneRecipe> _profiles;

    public FineTuneTrainer()
        : this(FineTuneProfiles.Get)
    {
    }

    /// <param name="profiles">The recipe of a profile's name.</param>
    public FineTuneTrainer(Func<string, FineTuneRecipe> profiles) => _profiles = profiles;

    public string Model => Name;

    public void Check(TrainOptions options) => Backbone.Open(Locate(options, NoProgress.Instance));

    public Task<TrainingResult> TrainAsync(
        IEngine engine, TrainOptions options, string runId, IRunProgress progress, TimeProvider time, CancellationToken cancellation) =>
        new RoundsTraining(engine, options, runId, progress, time).RunAsync(
            prepared => new FineTunePlan(_profiles(options.Profile), Locate(options, progress), prepared), cancellation);

    private static BackboneOptions Locate(TrainOptions options, IRunProgress progress) =>
        new BackboneLocator().Locate(options.Backbone ?? new BackboneOptions(), progress);
}
