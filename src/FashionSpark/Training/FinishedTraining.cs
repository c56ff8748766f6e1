using FashionSpark.Models;
using FashionSpark.Pipeline;

namespace FashionSpark.Training;

/// <summary>Before a training: whether its model file is there already, and whose it is.</summary>
public static class FinishedTraining
{
    /// <summary>The result of this run where it had written its model before it was interrupted; null where a training is to begin.</summary>
    /// <exception cref="OutputExistsException">The file is another run's and not to be replaced.</exception>
    public static TrainingResult? Find(TrainOptions options, string runId, IRunProgress progress)
    {
        if (!File.Exists(options.Out))
        {
            return null;
        }

        if (Of(runId, options.Out) is { } finished)
        {
            progress.Note($"'{options.Out}' is already this run's model.");
            return finished;
        }

        return options.Overwrite
            ? null
            : throw new OutputExistsException($"'{options.Out}' exists. Choose another --out, or replace it with --overwrite.");
    }

    private static TrainingResult? Of(string runId, string path)
    {
        try
        {
            IModelFile file = ModelFormats.Read(path);
            return file.Metadata?.RunId == runId ? file.Training! with { ModelPath = path } : null;
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }
}
