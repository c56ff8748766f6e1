using FashionSpark.Pipeline;
using Spectre.Console;

namespace FashionSpark.Cli.Display;

/// <summary>One bar, and what the columns beside it show.</summary>
internal sealed class BarStage : IStageProgress
{
    private readonly ProgressTask _task;
    private long _count;
    private string _text = "";

    public BarStage(ProgressTask task, double? total, string unit)
    {
        _task = task;
        Unit = unit;
        task.Tag = this;
        task.IsIndeterminate = total is null;
        if (total is { } known)
        {
            SetTotal(known);
        }
    }

    public string Unit { get; }

    public long Count => Interlocked.Read(ref _count);

    public double? Total { get; private set; }

    public string Text => Volatile.Read(ref _text);

    public void Report(long value)
    {
        Interlocked.Add(ref _count, value);
        if (!_task.IsIndeterminate)
        {
            _task.Increment(value);
        }
    }

    public void SetTotal(double total)
    {
        Total = total;

        // A bar of nothing has no percentage; one of one unit shows 0 and then ends.
        _task.MaxValue = Math.Max(total, 1);
        _task.Value = Count;
        _task.IsIndeterminate = false;
    }

    public void Describe(string text) => Volatile.Write(ref _text, text);

    public void Dispose()
    {
        if (_task.IsIndeterminate)
        {
            SetTotal(Count);
        }

        _task.StopTask();
    }
}
