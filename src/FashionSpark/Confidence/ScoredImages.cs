using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Scoring;

namespace FashionSpark.Confidence;

/// <summary>
/// Labelled predictions of an uncalibrated model, brought to the driver: a double a class and image. A validation split
/// of a million images with ten classes is 80 MB; fitting looks at all of them a few times.
/// </summary>
internal sealed class ScoredImages
{
    /// <summary>As in the graph: see <see cref="Models.Onnx.ProbabilitiesTail"/>.</summary>
    private const double Tiny = 1.17549435e-38;

    private readonly List<(string Id, int Label, double[] Logs)> _images = [];

    public ScoredImages(int classes) => Classes = classes;

    public int Classes { get; }

    public int Count => _images.Count;

    public int Label(int image) => _images[image].Label;

    public ReadOnlySpan<double> LogProbabilities(int image) => _images[image].Logs;

    public void Add(string id, int label, ReadOnlySpan<float> probabilities)
    {
        var logs = new double[probabilities.Length];
        for (int k = 0; k < logs.Length; k++)
        {
            logs[k] = Math.Log(probabilities[k] + Tiny);
        }

        _images.Add((id, label, logs));
    }

    /// <summary>Adds the rows of a predictions batch whose class is known.</summary>
    public void Add(RecordBatch predictions)
    {
        StringArray ids = predictions.Column<StringArray>(PredictionsSchema.ImageId);
        Int32Array labels = predictions.Column<Int32Array>(PredictionsSchema.Label);
        ListArray lists = predictions.Column<ListArray>(PredictionsSchema.Probabilities);
        var values = (FloatArray)lists.Values;
        for (int row = 0; row < predictions.Length; row++)
        {
            int label = labels.GetValue(row) ?? -1;
            if (label >= 0 && label < Classes)
            {
                Add(ids.GetString(row), label, values.Values.Slice(lists.ValueOffsets[row], lists.GetValueLength(row)));
            }
        }
    }

    /// <summary>Orders by image id: sums, and so the last digits of a temperature, do not depend on which partition came first.</summary>
    public void Sort() => _images.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));

    /// <summary>softmax(log(p) / temperature) of an image, as the calibrated graph computes it.</summary>
    public void Calibrated(int image, double temperature, Span<float> probabilities)
    {
        ReadOnlySpan<double> logs = LogProbabilities(image);
        double most = double.NegativeInfinity;
        foreach (double log in logs)
        {
            most = Math.Max(most, log);
        }

        double total = 0;
        foreach (double log in logs)
        {
            total += Math.Exp((log - most) / temperature);
        }

        for (int k = 0; k < logs.Length; k++)
        {
            probabilities[k] = (float)(Math.Exp((logs[k] - most) / temperature) / total);
        }
    }
}
