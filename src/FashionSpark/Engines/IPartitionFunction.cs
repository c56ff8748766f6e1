using Apache.Arrow;

namespace FashionSpark.Engines;

/// <summary>
/// A function over the record batches of one partition. The same function runs in every engine: on a thread of the
/// local engine, in a worker on a Spark executor, behind .NET for Apache Spark.
/// </summary>
/// <remarks>
/// A function streams: it holds a whole partition only where its work asks for it (training). One instance serves one
/// partition and one thread. Models and the like live in process-wide caches keyed by content hash. Batches lie in
/// memory of the garbage collector (builders end with <see cref="ManagedAllocator"/>) and nobody disposes them: a
/// function may keep one for as long as it likes.
/// </remarks>
public interface IPartitionFunction
{
    /// <summary>The schema of the batches that <see cref="Run"/> returns for input of the given schema.</summary>
    /// <exception cref="InvalidInputException">A column that the function needs is missing or has another type.</exception>
    Schema OutputSchema(Schema input);

    /// <summary>Runs over one partition. The input may be empty and may be left unread to its end.</summary>
    IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context);
}
