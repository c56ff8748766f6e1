using FashionSpark.Cli.Output;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Display;

/// <summary>The lines of one stage.</summary>
internal sealed class LinesStage : IStageProgress
{
    /// <summary>Often enough to see that it lives, seldom enough for a log.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly IRunProgress _lines;
    private readonly TimeProvider _time;
    private readonly string _stage;
    private readonly string _unit;
    private readonly long _begin;
    private readonly Lock _lock = new();
    private double? _total;
    private long _count;
    private long _lastLine;
    private string _text = "";
    private bool _ended;

    public LinesStage(IRunProgress lines, TimeProvider time, string stage, double? total, string unit)
    {
        _lines = lines;
        _time = time;
        _stage = stage;
        _total = total;
        _unit = unit;
        _begin = _lastLine = time.GetTimestamp();
    }

    public void Report(long value)
    {
        lock (_lock)
        {
            _count += value;
            if (_time.GetElapsedTime(_lastLine) >= Interval)
            {
                _lastLine = _time.GetTimestamp();
                string amount = _total is > 0 and { } total
                    ? $"{Figures.Count(_count)} of {Figures.Count(total)} {_unit} ({Figures.Percent(_count / total, 0)} %)"
                    : $"{Figures.Count(_count)} {_unit}";
                _lines.Note($"{_stage}: {amount} after {Elapsed()}{_text}");
            }
        }
    }

    public void SetTotal(double total)
    {
        lock (_lock)
        {
            _total = total;
        }
    }

    public void Describe(string text)
    {
        lock (_lock)
        {
            _text = text.Length == 0 ? "" : $", {text}";
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (!_ended)
            {
                _ended = true;
                _lines.Note($"{_stage}: {Figures.Count(_count)} {_unit} in {Elapsed()}{_text}");
            }
        }
    }

    private string Elapsed() => $"{Figures.Seconds(_time.GetElapsedTime(_begin).TotalSeconds)} s";
}
