using FashionSpark.Pipeline;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>Does something after a round of training, before the next one.</summary>
/// <param name="round">From 1.</param>
/// <param name="act">What to do.</param>
internal sealed class RoundListener(int round, Action act) : IRunProgress, IStageProgress
{
    private int _rounds = -1;

    public IStageProgress Begin(string stage, double? total, string unit) => this;

    public void Note(string message)
    {
        // Nobody reads it.
    }

    /// <summary>The bar is told first how much is done already, then of every round.</summary>
    public void Report(long value)
    {
        if (++_rounds == round)
        {
            act();
        }
    }

    public void SetTotal(double total)
    {
        // Nobody looks at it.
    }

    public void Describe(string text)
    {
        // Nobody reads it.
    }

    public void Dispose()
    {
        // Nothing is kept.
    }
}
