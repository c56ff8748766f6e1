using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>Before a new run: whether its outputs may be written, so that nobody waits minutes to be told no.</summary>
internal static class OutputCheck
{
    /// <exception cref="OutputExistsException">An output is there and not to be replaced.</exception>
    public static async Task CheckAsync(JobOptions job, IEngine engine, CancellationToken cancellation)
    {
        if (job.Prepare is { } prepare)
        {
            await PreparedOutput.CheckAsync(engine, prepare, appId: "", cancellation).ConfigureAwait(false);
        }

        if (job.Train is { Overwrite: false, Resume: false } train && File.Exists(train.Out))
        {
            throw new OutputExistsException($"Model '{train.Out}' is already there. Name another --out, or replace it with --overwrite.");
        }
    }
}
