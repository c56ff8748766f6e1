using FashionSpark.Training;

namespace FashionSpark.Models;

/// <summary>A model file of ours as something to read and change without loading the model.</summary>
public interface IModelFile
{
    /// <summary>What the model says of itself; null where the file is not ours.</summary>
    ModelMetadata? Metadata { get; }

    /// <summary>The figures of its training; null where the file has none.</summary>
    TrainingResult? Training { get; }

    /// <summary>Replaces the metadata; temperature and threshold in it are what the model then answers by.</summary>
    /// <exception cref="ModelFormatException">The temperature is changed, but the model cannot have one.</exception>
    void SetMetadata(ModelMetadata metadata);

    /// <summary>Writes the file as a whole: a reader sees the old one or the new one.</summary>
    void Write(string path);
}
