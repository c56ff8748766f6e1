using FashionSpark.Scoring;

namespace FashionSpark.Cli.Hosting;

/// <summary>A model that answers for one image file at a time.</summary>
internal interface IPredictor : IDisposable
{
    /// <exception cref="ImageFormatException">The file is not an image.</exception>
    Prediction Predict(string file);
}
