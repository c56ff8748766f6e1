namespace FashionSpark.Worker.Protocol;

/// <summary>The head of a task: everything that comes before its rows.</summary>
/// <param name="PartitionId">Number of the partition, from 0.</param>
/// <param name="Attempt">Try of the partition, from 0.</param>
/// <param name="TaskAttemptId">Number of the task that Spark's logs use.</param>
/// <param name="Cpus">Processor threads of the task (<c>spark.task.cpus</c>).</param>
/// <param name="Spec">The partition function as JSON.</param>
internal sealed record PartitionTask(int PartitionId, int Attempt, long TaskAttemptId, int Cpus, string Spec);
