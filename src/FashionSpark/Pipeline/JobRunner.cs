using System.Text.Json;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline.Sinks;
using FashionSpark.Training;

namespace FashionSpark.Pipeline;

/// <summary>
/// Runs the stages of a job one after the other and keeps the runs table. Interrupted or killed at any moment, the same
/// job goes on where it was: stages that were finished are not repeated, and a repeated stage adds nothing twice.
/// </summary>
public sealed class JobRunner
{
    private readonly IReadOnlyList<ITrainer> _trainers;
    private readonly ImageSources _sources;
    private readonly SinkKinds _sinks;

    /// <param name="trainers">The models it can train.</param>
    /// <param name="sources">The sources it can prepare; null = those on this machine.</param>
    /// <param name="sinks">The sinks it can publish to; null = none.</param>
    public JobRunner(IReadOnlyList<ITrainer> trainers, ImageSources? sources = null, SinkKinds? sinks = null)
    {
        _trainers = trainers;
        _sinks = sinks ?? new SinkKinds();
        _sources = sources ?? new ImageSources();
    }

    /// <exception cref="FashionSparkException">A stage cannot run; the message says why and what to do.</exception>
    public async Task<JobResult> RunAsync(
        JobOptions job, IEngine engine, IRunProgress progress, TimeProvider time, CancellationToken cancellation)
    {
        job = _sinks.Record(_sources.Record(job));
        JobValidation.Check(job);
        job = job.Linked();
        var clock = new StageClock(time);
        var trainStage = new TrainStage(_trainers);
        RunJournal journal = await RunJournal.OpenAsync(job, engine, _sources, progress, time, cancellation).ConfigureAwait(false);
        if (journal.IsContinued)
        {
            progress.Note($"Going on with run {journal.Context.RunId}, which did not finish");
        }
        else
        {
            await OutputCheck.CheckAsync(job, engine, cancellation).ConfigureAwait(false);
            if (job.Train is not null)
            {
                trainStage.Check(job.Train);
            }
        }

        await journal.BeginAsync(cancellation).ConfigureAwait(false);
        var stages = new StageSequence(journal);
        try
        {
            PrepareResult? prepare = await stages.RunAsync(
                PrepareStage.Name, job.Prepare, o => o.Out, (c, o) => PrepareStage.RunAsync(c, o, cancellation), cancellation).ConfigureAwait(false);
            TrainingResult? train = await stages.RunAsync(
                TrainStage.Name, job.Train, o => o.Out, (c, o) => trainStage.RunAsync(c, o, cancellation), cancellation).ConfigureAwait(false);
            ScoreResult? score = await stages.RunAsync(
                ScoreStage.Name, job.Score, o => o.Table, (c, o) => ScoreStage.RunAsync(c, o, cancellation), cancellation).ConfigureAwait(false);
            EvaluateOptions? evaluateOptions = job.Evaluate is null || job.Score is null
                ? job.Evaluate
                : job.Evaluate with { RunId = job.Evaluate.RunId ?? journal.Context.RunId };
            EvaluateResult? evaluate = await stages.RunAsync(
                EvaluateStage.Name, evaluateOptions, _ => null, (c, o) => EvaluateStage.RunAsync(c, o, cancellation), cancellation).ConfigureAwait(false);
            ReportOptions? reportOptions = job.Report is null || evaluate is null ? job.Report : job.Report with { RunId = job.Report.RunId ?? evaluate.RunId };
            ReportResult? report = await stages.RunAsync(
                ReportStage.Name, reportOptions, o => o.Out, (c, o) => ReportStage.RunAsync(c, o, cancellation), cancellation).ConfigureAwait(false);
            bool isHeld = evaluate?.Gates.Any(gate => !gate.Passed) == true;
            if (isHeld && job.Promote is not null)
            {
                progress.Note("A gate was not passed, so the model is not promoted");
            }

            PromoteResult? promote = await stages.RunAsync(
                PromoteStage.Name, isHeld ? null : job.Promote, o => o.To, (c, o) => Task.FromResult(PromoteStage.Run(c, o)), cancellation).ConfigureAwait(false);
            PublishResult? publish = await stages.RunAsync(
                PublishStage.Name, job.Sink, _ => null, (c, o) => new PublishStage(c, _sinks).RunAsync(o, prepare, score, evaluate, cancellation), cancellation).ConfigureAwait(false);

            var result = new JobResult(journal.Context.RunId, job.Job, job.Warehouse, prepare, train, score, evaluate, stages.Seconds)
            {
                Report = report,
                Promote = promote,
                Publish = publish,
            };
            await journal.RecordAsync(null, RunEvent.Finished, clock.Seconds, JsonSerializer.Serialize(stages.Seconds, ResultJson.Options), cancellation).ConfigureAwait(false);
            return result;
        }
        catch (Exception e)
        {
            await RecordEndAsync(journal, clock, e).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The error that ended the run is what the user must see, whatever happens to this last row.</summary>
    private static async Task RecordEndAsync(RunJournal journal, StageClock clock, Exception error)
    {
        try
        {
            string end = error is OperationCanceledException ? RunEvent.Interrupted : RunEvent.Failed;
            await journal.RecordAsync(null, end, clock.Seconds, error.Message, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FashionSparkException)
        {
            journal.Context.Progress.Note($"The end of run {journal.Context.RunId} could not be recorded: {e.Message}");
        }
    }
}
