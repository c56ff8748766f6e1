namespace FashionSpark.Pipeline;

/// <summary>The progress of one stage; ends on dispose. Safe to call from several threads.</summary>
public interface IStageProgress : IProgress<long>, IDisposable
{
    /// <summary>Sets the total once it is known.</summary>
    void SetTotal(double total);

    /// <summary>A few words beside the bar, such as the last validation accuracy.</summary>
    void Describe(string text);
}
