namespace FashionSpark.Worker;

/// <summary>Lines in the executor's stderr file, where Spark copies what its workers say.</summary>
internal sealed class WorkerLog
{
    private readonly TextWriter _writer;

    public WorkerLog(TextWriter writer) => _writer = TextWriter.Synchronized(writer);

    public void Line(string text) => _writer.WriteLine($"fashionspark-worker[{Environment.ProcessId}]: {text}");
}
