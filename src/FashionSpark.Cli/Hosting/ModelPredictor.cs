using FashionSpark.Scoring;

namespace FashionSpark.Cli.Hosting;

/// <summary>The core's predictor.</summary>
internal sealed class ModelPredictor : IPredictor
{
    private readonly Predictor _predictor;

    public ModelPredictor(string model, int maxMegapixels) => _predictor = Predictor.Open(model, maxMegapixels: maxMegapixels);

    public Prediction Predict(string file) => _predictor.Predict(file);

    public void Dispose() => _predictor.Dispose();
}
