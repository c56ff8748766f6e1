using System.Numerics.Tensors;
using FashionSpark.Datasets;
using FashionSpark.Evaluation;

namespace FashionSpark.Confidence;

/// <summary>Temperature and threshold of a model from its uncalibrated answers to the validation split, and what they change there.</summary>
/// <remarks>
/// The best epoch was chosen on the same images, so they flatter the model a little: by the interval in
/// <see cref="SureThreshold"/> the threshold has a margin for that, and a temperature is one number fitted to all of them.
/// What the model is worth says the test split.
/// </remarks>
internal sealed class Calibration
{
    private Calibration(double temperature, double? threshold, CalibrationResult result, SplitReport before, SplitReport after)
    {
        Temperature = temperature;
        Threshold = threshold;
        Result = result;
        Before = before;
        After = after;
    }

    /// <summary>To the precision of the graph, which holds it in float32.</summary>
    public double Temperature { get; }

    /// <summary>Null where the target cannot be reached.</summary>
    public double? Threshold { get; }

    public CalibrationResult Result { get; }

    /// <summary>The validation split as the model was trained, every answer taken as sure.</summary>
    public SplitReport Before { get; }

    /// <summary>The validation split with temperature and threshold.</summary>
    public SplitReport After { get; }

    /// <param name="images">At least one.</param>
    /// <param name="classes">Names of the classes.</param>
    public static Calibration Fit(ScoredImages images, IReadOnlyList<string> classes)
    {
        Estimate fitted = Confidence.Temperature.Fit(images);
        double temperature = (float)fitted.Value;
        var answers = new List<(float, bool)>(images.Count);
        var probabilities = new float[images.Classes];
        for (int image = 0; image < images.Count; image++)
        {
            images.Calibrated(image, temperature, probabilities);
            int predicted = TensorPrimitives.IndexOfMax<float>(probabilities);
            answers.Add((probabilities[predicted], predicted == images.Label(image)));
        }

        double? threshold = SureThreshold.Choose(answers);
        SplitReport before = Report(images, classes, 1, 0);
        SplitReport after = Report(images, classes, temperature, threshold ?? SureThreshold.Unreached);
        var result = new CalibrationResult(
            fitted with { Value = temperature }, threshold ?? SureThreshold.Unreached, after.Coverage, after.SureAccuracy,
            before.LogLoss, after.LogLoss, before.CalibrationError, after.CalibrationError);
        return new Calibration(temperature, threshold, result, before, after);
    }

    private static SplitReport Report(ScoredImages images, IReadOnlyList<string> classes, double temperature, double threshold)
    {
        var sums = new EvaluationSums(images.Classes);
        var probabilities = new float[images.Classes];
        for (int image = 0; image < images.Count; image++)
        {
            images.Calibrated(image, temperature, probabilities);
            sums.Add(images.Label(image), probabilities, TensorPrimitives.Max<float>(probabilities) >= threshold);
        }

        foreach ((int label, string name) in classes.Index())
        {
            sums.SetName(label, name);
        }

        return sums.ToReport(Split.Validation);
    }
}
