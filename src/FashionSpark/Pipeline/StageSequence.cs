using System.Text.Json;

namespace FashionSpark.Pipeline;

/// <summary>Runs stages in order, skips what the run finished earlier, and keeps their times.</summary>
internal sealed class StageSequence
{
    private readonly RunJournal _journal;
    private readonly List<KeyValuePair<string, double>> _seconds = [];

    public StageSequence(RunJournal journal) => _journal = journal;

    public IReadOnlyList<KeyValuePair<string, double>> Seconds => _seconds;

    /// <summary>Null where the job has no such stage.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="options">Its options; null = not in the job.</param>
    /// <param name="output">The path it writes; a finished stage whose output is gone is run again. Null = only tables of the warehouse.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<TResult?> RunAsync<TOptions, TResult>(
        string stage, TOptions? options, Func<TOptions, string?> output, Func<PipelineContext, TOptions, Task<TResult>> run, CancellationToken cancellation)
        where TOptions : class
        where TResult : class
    {
        if (options is null)
        {
            return null;
        }

        if (_journal.Finished<TResult>(stage) is { } finished && (output(options) is not { } path || Path.Exists(path)))
        {
            _journal.Context.Progress.Note($"{stage} was finished before");
            _seconds.Add(KeyValuePair.Create(stage, finished.Seconds));
            return finished.Result;
        }

        if (stage != PrepareStage.Name)
        {
            // Prepare waits by itself, when it has listed its source.
            await _journal.Context.Started.ConfigureAwait(false);
        }

        var clock = new StageClock(_journal.Context.Time);
        TResult result = await run(_journal.Context, options).ConfigureAwait(false);
        _seconds.Add(KeyValuePair.Create(stage, clock.Seconds));
        await _journal.RecordAsync(stage, RunEvent.Finished, clock.Seconds, JsonSerializer.Serialize(result, ResultJson.Options), cancellation).ConfigureAwait(false);
        return result;
    }
}
