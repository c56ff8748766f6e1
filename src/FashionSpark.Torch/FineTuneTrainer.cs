using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Torch.FineTuning;
using FashionSpark.Torch.Training;
using FashionSpark.Training;

namespace FashionSpark.Torch;

/// <summary><c>--model fine-tune</c>: a network that knows photos already, from an ONNX file, trained further on the data set.</summary>
public sealed class FineTuneTrainer : ITrainer
{
    internal const string Name = "fine-tune";

    private readonly Func<string, FineTuneRecipe> _profiles;

    public FineTuneTrainer()
        : this(FineTuneProfiles.Get)
    {
    }

    /// <param name="profiles">The recipe of a profile's name.</param>
    public FineTuneTrainer(Func<string, FineTuneRecipe> profiles) => _profiles = profiles;

    public string Model => Name;

    public Task<TrainingResult> TrainAsync(
        IEngine engine, TrainOptions options, string runId, IRunProgress progress, TimeProvider time, CancellationToken cancellation)
    {
        string backbone = options.Backbone
            ?? throw new InvalidInputException($"--model {Name} needs --backbone: the ONNX file of a network trained on photos, such as EfficientNet-Lite0.");
        return new RoundsTraining(engine, options, runId, progress, time)
            .RunAsync(prepared => new FineTunePlan(_profiles(options.Profile), backbone, prepared), cancellation);
    }
}
