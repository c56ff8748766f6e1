using System.Globalization;
using FashionSpark.Datasets;
using FashionSpark.Models;

namespace FashionSpark.Reporting;

/// <summary>What a model is worth, as a piece of a page that is styled by <see cref="ReportPage.FiguresStyle"/>.</summary>
internal static class ModelReport
{
    private static readonly (string Metric, string Name, string Format)[] TrainingFigures =
    [
        ("validation.accuracy", "Accuracy", "P1"),
        ("validation.coverage", "Sure answers", "P1"),
        ("validation.sure_accuracy", "Right among the sure", "P1"),
        ("validation.log_loss", "Log loss", "F3"),
        ("validation.ece", "Calibration error (ECE)", "F3"),
    ];

    /// <summary>A report of what the model's file says alone.</summary>
    public static ReportContents Of(ModelMetadata card, string model, TimeProvider time) => new()
    {
        RunId = card.RunId,
        WrittenAt = time.GetUtcNow(),
        Model = model,
        Card = card,
        Split = Split.Validation,
        Classes = card.Classes,
        Evaluation = [],
        Data = new DatasetRows(card.Data, card.DataVersion, [], []),
    };

    /// <param name="report">What is known of a model that has a card.</param>
    public static string Write(ReportContents report)
    {
        // For strangers: where things lie on this machine is not theirs to know.
        report = report with { Card = report.Card! with { Data = NameOf(report.Card.Data) }, TrainingSource = report.TrainingSource is { } source ? NameOf(source) : null };
        var page = new Html();
        if (report.Evaluation.Count > 0)
        {
            Section(page, "How good it is", report, SummarySection.WriteFigures);
            Section(page, "Which items are taken for which", report, ConfusionSection.Write);
            Section(page, "What its confidence is worth", report, ConfidenceSection.Write);
            Section(page, "Item by item", report, ClassesSection.Write);
        }
        else
        {
            Section(page, "How good it is", report, WriteTraining);
        }

        Section(page, "What it is, and its limits", report, CardSection.Write);
        return page.ToString();
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    private static void Section(Html page, string title, ReportContents report, Action<Html, ReportContents> write)
    {
        page.Add($"<section><h2>{title}</h2>\n");
        write(page, report);
        page.AddMarkup("\n</section>\n");
    }

    private static void WriteTraining(Html page, ReportContents report)
    {
        var figures = TrainingFigures.Where(figure => report.Card!.Metrics.ContainsKey(figure.Metric)).ToList();
        if (figures.Count == 0)
        {
            page.AddMarkup("<p class=\"note\">The model's file has no figures, and no run that evaluated it was found.</p>");
            return;
        }

        page.AddMarkup("<dl>");
        foreach ((string metric, string name, string format) in figures)
        {
            page.Add($"<dt>{name}</dt><dd>{report.Card!.Metrics[metric].ToString(format, CultureInfo.InvariantCulture)}</dd>");
        }

        page.AddMarkup("</dl><p class=\"note\">Measured on the validation images while it was trained. Test figures, confusion and reliability come from a run that evaluated it.</p>");
    }
}
