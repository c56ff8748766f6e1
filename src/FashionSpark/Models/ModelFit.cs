using FashionSpark.Datasets;

namespace FashionSpark.Models;

/// <summary>Whether a model and a prepared data set belong together.</summary>
public static class ModelFit
{
    /// <exception cref="ModelFormatException">They do not; names every difference.</exception>
    public static void Check(string modelPath, ModelMetadata model, string dataPath, PreparedProperties data)
    {
        var differences = new List<string>();
        void Compare(string what, object ofModel, object ofData)
        {
            if (!ofModel.Equals(ofData))
            {
                differences.Add($"{what}: model {ofModel}, data {ofData}");
            }
        }

        Compare("size", $"{model.PreparedWidth ?? model.Width} x {model.PreparedHeight ?? model.Height} x {model.Channels}", $"{data.Width} x {data.Height} x {data.Channels}");
        Compare("preprocessing", model.Preprocessing, data.Preprocessing);
        Compare("classes", string.Join(", ", model.Classes), string.Join(", ", data.Classes));
        if (differences.Count > 0)
        {
            throw new ModelFormatException(
                $"Model '{modelPath}' does not fit the data set '{dataPath}': {string.Join("; ", differences)}. Prepare the data as the model was trained, or train on this data.");
        }
    }
}
