namespace FashionSpark.Pipeline;

/// <summary>What can happen to a run or a stage, by the names in the runs table.</summary>
internal static class RunEvent
{
    public const string Started = "started";
    public const string Finished = "finished";
    public const string Failed = "failed";
    public const string Interrupted = "interrupted";
}
