using FashionSpark.Reporting;

namespace FashionSpark.Web.Api;

/// <summary>What a run measured of a model.</summary>
/// <param name="Run">The run.</param>
/// <param name="Split">The images: test where they were scored.</param>
/// <param name="Figures">Such as <c>accuracy</c>; and of single classes.</param>
/// <param name="Confusion">How many images of a class were taken for which.</param>
internal sealed record EvaluationResponse(string Run, string Split, IReadOnlyList<FigureResponse> Figures, IReadOnlyList<ConfusionResponse> Confusion)
{
    public static EvaluationResponse Of(ReportContents report) => new(
        report.RunId,
        report.Split,
        [.. report.Evaluation.Where(metric => metric.Split == report.Split && metric.Round is null)
            .Select(metric => new FigureResponse(metric.Metric, metric.Class, metric.Estimate.Value, metric.Estimate.N, metric.Estimate.Low, metric.Estimate.High))],
        [.. report.Confusion.Select(count => new ConfusionResponse(count.Actual, count.Predicted, count.Count))]);
}
