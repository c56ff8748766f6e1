using FashionSpark.Scoring;
using Spectre.Console;

namespace FashionSpark.Cli.Output;

/// <summary>Answers for single images, a line each.</summary>
internal sealed class PredictionReport
{
    private const int RunnersUp = 2;

    private readonly IAnsiConsole _out;
    private readonly IAnsiConsole _error;

    public PredictionReport(IAnsiConsole output, IAnsiConsole error)
    {
        _out = output;
        _error = error;
    }

    public void Write(IReadOnlyList<Prediction> predictions, IReadOnlyList<PredictionFailure> failures)
    {
        int width = predictions.Select(prediction => prediction.Source.Length).DefaultIfEmpty().Max();
        foreach (Prediction prediction in predictions)
        {
            string others = string.Join(", ", prediction.Probabilities.Skip(1).Take(RunnersUp).Select(p => $"{p.Key} {Percent(p.Value)}"));
            string doubt = prediction.Sure ? "" : "not sure, perhaps ";
            _out.WriteRaw($"{prediction.Source.PadRight(width)}  {doubt}{prediction.Class} {Percent(prediction.Confidence)}{(others.Length > 0 ? $"  ({others})" : "")}");
        }

        foreach (PredictionFailure failure in failures)
        {
            _error.WriteRaw($"error: {failure.Message}");
        }
    }

    private static string Percent(double share) => $"{Figures.Percent(share, 1)} %";
}
