using FashionSpark.Pipeline;

namespace FashionSpark.Engines.Tests.Training;

/// <summary>Keeps the notes of a run.</summary>
internal sealed class NoteListener(List<string> notes) : IRunProgress
{
    public IStageProgress Begin(string stage, double? total, string unit) => NoProgress.Instance;

    public void Note(string message) => notes.Add(message);
}
