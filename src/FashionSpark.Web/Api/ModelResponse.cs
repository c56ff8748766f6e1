using FashionSpark.Models;
using FashionSpark.Reporting;
using FashionSpark.Web.Models;

namespace FashionSpark.Web.Api;

/// <summary>A model, what it was made of, and what it is worth.</summary>
/// <param name="Name">What requests call it.</param>
/// <param name="Version">Its own name and the head of its file's hash.</param>
/// <param name="Classes">What it can answer.</param>
/// <param name="Threshold">Confidence below which it is not sure; 0 = always sure.</param>
/// <param name="Temperature">What its confidences were calibrated with; 1 = not.</param>
/// <param name="Preprocessing">How pictures are brought to its size.</param>
/// <param name="Backbone">The pretrained network it was made from; absent = random weights.</param>
/// <param name="TrainedAt">When.</param>
/// <param name="Training">Figures from training.</param>
/// <param name="Evaluation">Figures of the last run that evaluated it; absent where none is known.</param>
internal sealed record ModelResponse(
    string Name,
    string Version,
    IReadOnlyList<string> Classes,
    double Threshold,
    double Temperature,
    string Preprocessing,
    string? Backbone,
    DateTimeOffset TrainedAt,
    IReadOnlyDictionary<string, double> Training,
    EvaluationResponse? Evaluation)
{
    public static ModelResponse Of(ModelSlot slot, ReportContents report)
    {
        ModelMetadata card = report.Card!;
        return new(
            slot.Name, report.Model, card.Classes, card.Threshold, card.Temperature, card.Preprocessing, card.Backbone, card.TrainedAt, card.Metrics,
            report.Evaluation.Count == 0 ? null : EvaluationResponse.Of(report));
    }
}
