using System.Diagnostics;
using FashionSpark.Pipeline;

namespace FashionSpark.AwsBench;

/// <summary>Says how long each part of a run took.</summary>
internal sealed class StageTimes : IRunProgress
{
    private readonly List<string> _times = [];

    public IStageProgress Begin(string stage, double? total, string unit) => new Stage(this, stage);

    public void Note(string message)
    {
        // Nobody reads it.
    }

    public override string ToString() => string.Join(", ", _times);

    private sealed class Stage : IStageProgress
    {
        private readonly StageTimes _owner;
        private readonly string _name;
        private readonly long _start = Stopwatch.GetTimestamp();

        public Stage(StageTimes owner, string name) => (_owner, _name) = (owner, name);

        public void Report(long value)
        {
            // Only time counts.
        }

        public void SetTotal(double total)
        {
            // Only time counts.
        }

        public void Describe(string text)
        {
            // Only time counts.
        }

        public void Dispose() => _owner._times.Add($"{_name} {Stopwatch.GetElapsedTime(_start).TotalSeconds:f2}");
    }
}
