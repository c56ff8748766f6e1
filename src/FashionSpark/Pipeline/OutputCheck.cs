using FashionSpark.Engines;
using FashionSpark.Reporting;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>Before a new run: whether its outputs may be written, so that nobody waits minutes to be told no, and no table is begun for nothing.</summary>
internal static class OutputCheck
{
    /// <exception cref="OutputExistsException">An output is there and not to be replaced.</exception>
    /// <exception cref="InvalidInputException">An output lies in the folder of the images, or there is nothing to report on.</exception>
    public static async Task CheckAsync(JobOptions job, IEngine engine, CancellationToken cancellation)
    {
        if (job.Prepare is { } prepare)
        {
            CheckOutside(prepare.Source, prepare.Out, "--out");
            CheckOutside(prepare.Source, job.Warehouse, "--warehouse");
            await PreparedTarget.OpenAsync(engine, prepare, runId: null, cancellation).ConfigureAwait(false);
        }

        if (job.Train is { Overwrite: false, Resume: false } train && File.Exists(train.Out))
        {
            throw new OutputExistsException($"Model '{train.Out}' is already there. Name another --out, or replace it with --overwrite.");
        }

        if (job.Report is { Overwrite: false } report && File.Exists(report.Out))
        {
            throw new OutputExistsException($"Report '{report.Out}' is already there. Name another --out, or replace it with --overwrite.");
        }

        if (job is { Report: not null, Evaluate: null }
            && await engine.DescribeDeltaAsync(Path.Combine(job.Warehouse, ResultTables.Metrics), null, cancellation).ConfigureAwait(false) is null)
        {
            throw ReportReader.NothingToReport(job.Warehouse);
        }
    }

    /// <summary>What is written into the folder of the images would be taken for images by the next prepare.</summary>
    private static void CheckOutside(string source, string output, string option)
    {
        string folder = Path.GetFullPath(source) + Path.DirectorySeparatorChar;
        if (Directory.Exists(source) && (Path.GetFullPath(output) + Path.DirectorySeparatorChar).StartsWith(folder, StringComparison.Ordinal))
        {
            throw new InvalidInputException($"'{output}' lies inside the source '{source}' and would be taken for images the next time. Name a folder outside of it with {option}.");
        }
    }
}
