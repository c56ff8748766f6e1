using System.Text;
using FashionSpark.Reporting;
using FashionSpark.Tables;

namespace FashionSpark.Pipeline;

/// <summary>From the tables of a warehouse to one HTML file.</summary>
public static class ReportStage
{
    public const string Name = "report";

    /// <exception cref="InvalidInputException">The warehouse has no evaluated run, or not that one.</exception>
    public static async Task<ReportResult> RunAsync(PipelineContext context, ReportOptions options, CancellationToken cancellation)
    {
        var clock = new StageClock(context.Time);
        using IStageProgress progress = context.Progress.Begin(Name, null, "pictures");
        ReportContents contents = await new ReportReader(context).ReadAsync(options.RunId, cancellation).ConfigureAwait(false);
        byte[] page = Encoding.UTF8.GetBytes(ReportPage.Write(contents));
        string path = Path.GetFullPath(options.Out);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        DurableFiles.Replace(path, page);
        progress.Report(contents.Pictures.Count);
        return new ReportResult(options.Out, contents.RunId, page.Length, clock.Seconds);
    }
}
