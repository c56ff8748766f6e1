using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Training;

namespace FashionSpark.Torch.Training;

/// <summary>A training of any kind of network in rounds: finds its data, its finished model or its checkpoint, and goes on from there.</summary>
internal sealed class RoundsTraining
{
    private readonly IEngine _engine;
    private readonly TrainOptions _options;
    private readonly string _runId;
    private readonly IRunProgress _progress;
    private readonly TimeProvider _time;

    public RoundsTraining(IEngine engine, TrainOptions options, string runId, IRunProgress progress, TimeProvider time)
    {
        _engine = engine;
        _options = options;
        _runId = runId;
        _progress = progress;
        _time = time;
    }

    /// <param name="planFor">The kind of network, for the data set found.</param>
    /// <exception cref="TableNotFoundException">There is no prepared data set.</exception>
    /// <exception cref="OutputExistsException">The model file is there and neither to be replaced nor this run's.</exception>
    public async Task<TrainingResult> RunAsync(Func<PreparedProperties, ITrainingPlan> planFor, CancellationToken cancellation)
    {
        // Data: a pinned version of the prepared set, and what makes this training this training.
        DeltaTableInfo table = await PreparedData.DescribeAsync(_engine, _options.Data, _options.DataVersion, cancellation).ConfigureAwait(false);
        PreparedProperties prepared = PreparedProperties.Read(table);
        ITrainingPlan plan = planFor(prepared);
        TrainIdentity identity = TrainIdentity.Of(_options, plan, plan.DefaultPartitions(_engine), table.Version, prepared);
        string folder = Checkpoint.FolderFor(_options.Out);
        if (!Checkpoint.Belongs(folder, identity) && FinishedTraining.Find(_options, _runId, _progress) is { } finished)
        {
            return finished;
        }

        using Checkpoint checkpoint = Checkpoint.Open(folder, identity, _options.Overwrite);
        if (checkpoint.State is { } found)
        {
            _progress.Note($"Going on from the checkpoint of round {found.Round} in epoch {found.Epoch + 1} ('{folder}').");
        }
        else if (_options.Resume)
        {
            _progress.Note($"No checkpoint in '{folder}'; training starts from the beginning.");
        }

        // Each call has a key of its own: two trainings in one process share nothing.
        await using TrainPartitions partitions =
            await TrainPartitions.OpenAsync(_engine, identity, Guid.NewGuid().ToString("N"), _progress, cancellation).ConfigureAwait(false);
        return await new Rounds(plan, identity, partitions, checkpoint, _time).RunAsync(_options.Out, _runId, _progress, cancellation).ConfigureAwait(false);
    }
}
