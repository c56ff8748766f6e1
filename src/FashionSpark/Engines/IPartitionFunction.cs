using Apache.Arrow;

namespace FashionSpark.Engines;

/// <summary>
/// A function over the record batches of one partition. The same function runs in every engine: on a thread of the
/// local engine, in a worker on a Spark executor, behind .NET for Apache Spark.
/// </summary>
/// <remarks>
/// A function streams: it holds a whole partition only where its work asks for it (training). One instance serves one
/// partition and one thread. Models and the like live in process-wide caches keyed by content hash. A batch that comes
/// in is valid until the function asks for the next one: a worker reads that into the same memory, so what is to be kept
/// is copied. One that goes out may hold columns of the batch that it was made from, and is used up before the function is
/// asked for more; builders end with <see cref="ManagedAllocator"/>.
/// </remarks>
public interface IPartitionFunction
{
    /// <summary>The schema of the batches that <see cref="Run"/> returns for input of the given schema.</summary>
    /// <exception cref="InvalidInputException">A column that the function needs is missing or has another type.</exception>
    Schema OutputSchema(Schema input);

    /// <summary>Runs over one partition. The input may be empty and may be left unread to its end.</summary>
    IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context);
}
