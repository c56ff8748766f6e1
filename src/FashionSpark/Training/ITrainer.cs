using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.Training;

/// <summary>Trains one kind of model in rounds over the partitions of an engine.</summary>
public interface ITrainer
{
    /// <summary>The kind, as <see cref="TrainOptions.Model"/> names it.</summary>
    string Model { get; }

    /// <exception cref="TrainingException">The training cannot go on.</exception>
    /// <exception cref="OutputExistsException">The model file is there and neither to be replaced nor resumed.</exception>
    Task<TrainingResult> TrainAsync(
        IEngine engine, TrainOptions options, string runId, IRunProgress progress, TimeProvider time, CancellationToken cancellation);
}
