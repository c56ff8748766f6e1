using FashionSpark.Pipeline;

namespace FashionSpark.Spark;

/// <summary>Spark's progress for whoever asked for it, and as words beside a stage's bar, which counts rows that Spark does not tell.</summary>
internal sealed class ProgressSplit : IProgress<SparkProgress>
{
    private readonly IProgress<SparkProgress>? _listener;
    private readonly IStageProgress? _stage;

    public ProgressSplit(IProgress<SparkProgress>? listener, IProgress<long>? rows)
    {
        _listener = listener;
        _stage = rows as IStageProgress;
    }

    public void Report(SparkProgress value)
    {
        _listener?.Report(value);
        if (value.Tasks > 0)
        {
            _stage?.Describe(value.ToString());
        }
    }
}
