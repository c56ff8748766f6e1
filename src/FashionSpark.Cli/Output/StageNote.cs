using FashionSpark.Pipeline;
using FashionSpark.Training;

namespace FashionSpark.Cli.Output;

/// <summary>What a stage did, in a few words.</summary>
internal static class StageNote
{
    public static string Of(string stage, JobResult result) => stage switch
    {
        "prepare" when result.Prepare is { } prepare => Prepare(prepare),
        "train" when result.Train is { } train =>
            $"{Figures.Count(train.Images)} images in {Figures.Count(train.Rounds.Select(round => round.Round).DefaultIfEmpty().Max())} rounds, best epoch {train.BestEpoch}{Calibrated(train)}",
        "score" when result.Score is { } score => $"{Figures.Count(score.Rows)} images",
        "evaluate" when result.Evaluate is { } evaluate => string.Join(", ", evaluate.Splits.Select(split => split.Split)),
        "report" when result.Report is { } report => $"of run {report.RunId}, {Figures.Bytes(report.Bytes)}",
        "publish" when result.Publish is { } publish => $"{Figures.Count(publish.Rows.Sum(table => table.Value))} rows to {publish.Sink.Split('?')[0]}",
        "promote" when result.Promote is { } promote => promote.Replaced is { } replaced ? $"{promote.Model} replaces {replaced}" : $"{promote.Model}",
        _ => "",
    };

    private static string Calibrated(TrainingResult train) => train.Calibration is { } calibration
        ? $", temperature {Figures.Decimal(calibration.Temperature.Value, 2)}, sure from {Figures.Percent(calibration.Threshold, 0)} %"
        : "";

    private static string Prepare(PrepareResult prepare)
    {
        string note = $"{Figures.Count(prepare.Prepared)} of {Figures.Count(prepare.Listed)} images";
        if (prepare.Quarantined > 0)
        {
            note += $", {Figures.Count(prepare.Quarantined)} quarantined";
        }

        if (prepare.Duplicates > 0)
        {
            note += $", {Figures.Count(prepare.Duplicates)} duplicates";
        }

        return prepare.UpToDate ? $"{note}; nothing changed" : prepare.Unchanged > 0 ? $"{note}; {Changes(prepare)}" : note;
    }

    private static string Changes(PrepareResult prepare) => string.Join(
        ", ",
        new[] { (prepare.Added, "added"), (prepare.Changed, "changed"), (prepare.Removed, "removed") }
            .Where(change => change.Item1 > 0).Select(change => $"{Figures.Count(change.Item1)} {change.Item2}"));
}
