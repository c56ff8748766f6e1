using Apache.Arrow;

namespace FashionSpark.Engines.Local;

/// <summary>A partition seen through a partition function.</summary>
internal static class MappedPartition
{
    public static Func<PartitionContext, IEnumerable<RecordBatch>> Over(
        Func<PartitionContext, IEnumerable<RecordBatch>> read, PartitionFunctionSpec function, PartitionFunctionRegistry functions) =>
        context => Named(functions.Create(function).Run(read(context), context), function.Name, context);

    /// <summary>Gives an unexpected failure the name of the function and the partition; our own errors say enough already.</summary>
    private static IEnumerable<RecordBatch> Named(IEnumerable<RecordBatch> output, string function, PartitionContext context)
    {
        using IEnumerator<RecordBatch> batches = output.GetEnumerator();
        while (true)
        {
            try
            {
                context.Cancellation.ThrowIfCancellationRequested();
                if (!batches.MoveNext())
                {
                    yield break;
                }
            }
            catch (Exception e) when (e is not (FashionSparkException or OperationCanceledException or IOException or UnauthorizedAccessException))
            {
                throw new PartitionFailedException(
                    $"Partition function '{function}' failed on partition {context.PartitionId}: {e.GetType().Name}: {e.Message}", e);
            }

            yield return batches.Current;
        }
    }
}
