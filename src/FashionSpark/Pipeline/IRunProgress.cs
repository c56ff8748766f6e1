namespace FashionSpark.Pipeline;

/// <summary>Who watches a run: the terminal's bars, plain lines, or nobody.</summary>
public interface IRunProgress
{
    /// <summary>A stage begins.</summary>
    /// <param name="stage">What a person reads, such as <c>prepare</c>.</param>
    /// <param name="total">Units of work in all; null where nobody knows yet.</param>
    /// <param name="unit">The unit in plural, such as <c>images</c>.</param>
    IStageProgress Begin(string stage, double? total, string unit);

    /// <summary>A line worth reading that belongs to no bar.</summary>
    void Note(string message);
}
