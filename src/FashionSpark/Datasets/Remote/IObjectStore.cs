using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.Datasets.Remote;

/// <summary>A store of objects that images of a database lie in; an edge project has it.</summary>
public interface IObjectStore
{
    /// <summary>
    /// The partition function over rows of <see cref="SourceSchema.SchemaWithProblem"/> whose contents are addresses as UTF-8: it gives the
    /// same rows with the objects in their place, or the reason why there is none.
    /// </summary>
    /// <param name="options">How the store is reached, and the bucket of addresses that name none.</param>
    /// <param name="spool">Folder that keeps what was fetched for the next pass; null = none.</param>
    PartitionFunctionSpec Fetch(PrepareOptions options, string? spool);
}
