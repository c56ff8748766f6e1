using FashionSpark.Models;

namespace FashionSpark.Training;

/// <summary>Finds what a run had finished before it was interrupted.</summary>
public static class FinishedTraining
{
    /// <summary>The result of the training whose model lies at that path; null where the file is another run's, or no model.</summary>
    public static TrainingResult? Find(string runId, string path)
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
