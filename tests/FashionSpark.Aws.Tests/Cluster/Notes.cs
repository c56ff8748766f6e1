using FashionSpark.Pipeline;

namespace FashionSpark.Aws.Tests.Cluster;

/// <summary>Keeps the notes of a run.</summary>
internal sealed class Notes : IRunProgress
{
    public List<string> All { get; } = [];

    /// <summary>Done when a stage begins.</summary>
    public Action<string> OnStage { get; init; } = _ => { };

    public IStageProgress Begin(string stage, double? total, string unit)
    {
        OnStage(stage);
        return NoProgress.Instance;
    }

    public void Note(string message) => All.Add(message);
}
