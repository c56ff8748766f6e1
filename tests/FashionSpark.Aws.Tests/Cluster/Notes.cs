using FashionSpark.Pipeline;

namespace FashionSpark.Aws.Tests.Cluster;

/// <summary>Keeps the notes of a run.</summary>
internal sealed class Notes : IRunProgress
{
    public List<string> All { get; } = [];

    public IStageProgress Begin(string stage, double? total, string unit) => NoProgress.Instance.Begin(stage, total, unit);

    public void Note(string message) => All.Add(message);
}
