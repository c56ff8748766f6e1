using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.Training;

/// <summary>Trains one kind of model in rounds over the partitions of an engine.</summary>
public interface ITrainer
{
    /// <summary>The kind, as <see cref="TrainOptions.Model"/> names it.</summary>
    string Model { get; }

    /// <summary>
    /// Whether a training can be, as far as its options and the files they name tell. Asked before a job begins, so that
    /// nobody waits for a prepare to be told no.
    /// </summary>
    /// <exception cref="InvalidInputException">An option that the model does not take.</exception>
    /// <exception cref="ModelFormatException">A file that it starts from is missing, or cannot be used.</exception>
    void Check(TrainOptions options)
    {
    }

    /// <exception cref="TrainingException">The training cannot go on.</exception>
    /// <exception cref="OutputExistsException">The model file is there and neither to be replaced nor resumed.</exception>
    Task<TrainingResult> TrainAsync(
        IEngine engine, TrainOptions options, string runId, IRunProgress progress, TimeProvider time, CancellationToken cancellation);
}
