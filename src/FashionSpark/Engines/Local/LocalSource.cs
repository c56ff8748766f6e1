using Apache.Arrow;

namespace FashionSpark.Engines.Local;

/// <summary>Partitions that can be read, each as often as asked: the local engine's plan of a data set.</summary>
/// <param name="Schema">Schema of every batch.</param>
/// <param name="Partitions">One reader a partition.</param>
internal sealed record LocalSource(Schema Schema, IReadOnlyList<Func<PartitionContext, IEnumerable<RecordBatch>>> Partitions);
