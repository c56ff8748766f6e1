namespace FashionSpark.Spark;

/// <summary>How far Spark is with what runs, as Spark 4 reports it; 3.5 does not.</summary>
/// <param name="Stages">Stages known so far; more may follow.</param>
/// <param name="StagesDone">Those that are done.</param>
/// <param name="Tasks">Tasks of the stages known so far.</param>
/// <param name="TasksDone">Those that are done.</param>
/// <param name="TasksRunning">Those that run now.</param>
/// <param name="BytesRead">Input read.</param>
public sealed record SparkProgress(int Stages, int StagesDone, long Tasks, long TasksDone, long TasksRunning, long BytesRead)
{
    /// <summary>A few words for the side of a bar.</summary>
    public override string ToString() => $"{TasksDone} of {Tasks} tasks, stage {Math.Min(StagesDone + 1, Stages)} of {Stages}";
}
