namespace FashionSpark.Pipeline;

/// <summary>Progress that nobody watches.</summary>
public sealed class NoProgress : IRunProgress, IStageProgress
{
    public static NoProgress Instance { get; } = new();

    private NoProgress()
    {
    }

    public IStageProgress Begin(string stage, double? total, string unit) => this;

    public void Note(string message)
    {
    }

    public void Report(long value)
    {
    }

    public void SetTotal(double total)
    {
    }

    public void Describe(string text)
    {
    }

    public void Dispose()
    {
    }
}
