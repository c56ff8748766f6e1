using Apache.Arrow;
using FashionSpark.Tables;

namespace FashionSpark.Engines.Local;

/// <summary>
/// The default engine: one machine, no JVM. Partitions run on threads of this process; Delta tables are written by our
/// own log writer.
/// </summary>
public sealed class LocalEngine : IEngine
{
    public const string EngineName = "local";

    /// <param name="functions">The partition functions it can run.</param>
    /// <param name="parallelism">Partitions at a time; null = one a processor.</param>
    /// <param name="time">Clock of commits.</param>
    public LocalEngine(PartitionFunctionRegistry functions, int? parallelism = null, TimeProvider? time = null)
    {
        Functions = functions;
        Parallelism = parallelism ?? Environment.ProcessorCount;
        Time = time ?? TimeProvider.System;
        Runner = new LocalRunner(Parallelism, Time);
    }

    public string Name => EngineName;

    public bool IsInProcess => true;

    public int Parallelism { get; }

    internal PartitionFunctionRegistry Functions { get; }

    internal TimeProvider Time { get; }

    internal LocalRunner Runner { get; }

    public IDataset FromRows(RecordBatch rows, int partitions) =>
        Dataset(rows.Schema, Enumerable.Range(0, partitions).Select(p => Rows(rows, p, partitions)));

    public IDataset ReadBinaryFiles(string folder, int partitions) =>
        Dataset(BinaryFileSchema.Schema, BinaryFiles.Partition(folder, partitions));

    public IDataset ReadParquet(string path)
    {
        string[] files = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*.parquet").Order(StringComparer.Ordinal)]
            : [path];
        if (files.Length == 0 || !File.Exists(files[0]))
        {
            throw new InvalidInputException($"There is no Parquet file at '{path}'.");
        }

        Schema schema;
        using (var first = new ParquetFileReader(files[0]))
        {
            schema = first.Schema;
        }

        return Dataset(schema, files.Select(file => (Func<PartitionContext, IEnumerable<RecordBatch>>)(_ => ReadParquet(file, schema))));
    }

    public IDataset ReadDelta(DeltaRead read) => ReadDelta(DeltaReader.Open(read));

    internal IDataset ReadDelta(DeltaReader reader) =>
        Dataset(reader.Schema, reader.Files.Select(file => (Func<PartitionContext, IEnumerable<RecordBatch>>)(_ => reader.Read(file))));

    public Task<DeltaTableInfo?> DescribeDeltaAsync(string path, long? version, CancellationToken cancellation) =>
        Task.FromResult(DeltaTable.TryOpen(path, version)?.Describe());

    public Task<long> SetDeltaPropertiesAsync(string path, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        Task.FromResult(DeltaTable.SetProperties(path, properties, Time, cancellation));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private LocalDataset Dataset(Schema schema, IEnumerable<Func<PartitionContext, IEnumerable<RecordBatch>>> partitions) =>
        new(this, new LocalSource(schema, [.. partitions]));

    private static IEnumerable<RecordBatch> ReadParquet(string file, Schema schema)
    {
        using var reader = new ParquetFileReader(file);
        foreach (RecordBatch batch in reader.Read(schema))
        {
            yield return batch;
        }
    }

    private static Func<PartitionContext, IEnumerable<RecordBatch>> Rows(RecordBatch rows, int partition, int partitions)
    {
        int start = (int)((long)rows.Length * partition / partitions);
        int end = (int)((long)rows.Length * (partition + 1) / partitions);
        return _ => start < end ? [rows.Slice(start, end - start)] : [];
    }
}
