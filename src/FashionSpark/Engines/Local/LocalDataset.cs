using System.Runtime.CompilerServices;
using Apache.Arrow;
using FashionSpark.Tables;

namespace FashionSpark.Engines.Local;

/// <summary>A data set of the local engine: a chain of readers that streams batch by batch when it is run.</summary>
internal sealed class LocalDataset : IDataset
{
    private readonly LocalEngine _engine;
    private readonly LocalSource _source;

    public LocalDataset(LocalEngine engine, LocalSource source)
    {
        _engine = engine;
        _source = source;
    }

    public Schema Schema => _source.Schema;

    public IDataset MapPartitions(PartitionFunctionSpec function)
    {
        Schema output = _engine.Functions.Create(function).OutputSchema(Schema);
        return With(output, _source.Partitions.Select(read => MappedPartition.Over(read, function, _engine.Functions)));
    }

    public IDataset Union(IDataset other) => With(Schema, [.. _source.Partitions, .. ((LocalDataset)other)._source.Partitions]);

    public IDataset RepartitionById(int partitions, string idColumn, IReadOnlyList<int>? only = null)
    {
        Schema.Require(new Field(idColumn, Apache.Arrow.Types.StringType.Default, nullable: false));
        return With(Schema, Enumerable.Range(0, partitions).Select(p => only is null || only.Contains(p)
            ? IdPartition.Of(_source, p, partitions, idColumn)
            : _ => []));
    }

    /// <summary>Partitions run in this process: functions find in its memory what they kept there.</summary>
    public Task<IDataset> PersistAsync(CancellationToken cancellation) => Task.FromResult<IDataset>(this);

    public Task UnpersistAsync(CancellationToken cancellation) => Task.CompletedTask;

    public async IAsyncEnumerable<RecordBatch> CollectAsync(IProgress<long>? rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (RecordBatch batch in _engine.Runner.StreamAsync(_source, rows, cancellation).ConfigureAwait(false))
        {
            yield return batch;
        }
    }

    public async Task WriteParquetAsync(string folder, IProgress<long>? rows, CancellationToken cancellation)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new OutputExistsException($"Folder '{folder}' is not empty. Name a new one or remove it.");
        }

        Directory.CreateDirectory(folder);
        await _engine.Runner.RunAsync(
            _source,
            (partition, batches) =>
            {
                using var writer = new ParquetFileWriter(Path.Combine(folder, $"part-{partition:d5}.parquet"), Schema);
                foreach (RecordBatch batch in batches)
                {
                    writer.Write(batch);
                }

                writer.Complete();
            },
            rows,
            cancellation).ConfigureAwait(false);
    }

    public async Task<long> WriteDeltaAsync(DeltaWrite write, IProgress<long>? rows, CancellationToken cancellation)
    {
        using var writer = new DeltaWriter(write, Schema, _engine.Time);
        if (writer.AlreadyWritten)
        {
            return await DescribeWrittenAsync(write, writer.Commit(cancellation), cancellation).ConfigureAwait(false);
        }

        await _engine.Runner.RunAsync(
            _source,
            (_, batches) =>
            {
                using DeltaPartitionWriter files = writer.OpenPartition();
                foreach (RecordBatch batch in batches)
                {
                    files.Write(batch);
                }

                files.Complete();
            },
            rows,
            cancellation).ConfigureAwait(false);
        if (write.Replace is { } keys && writer.Table is not null)
        {
            await RowReplacement.RewriteAsync(_engine.Runner, writer, keys, cancellation).ConfigureAwait(false);
        }

        if (write.SkipEmpty && writer.IsEmpty && writer.Table is { } unchanged)
        {
            return unchanged.Version;
        }

        if (write.Describe is { } describe)
        {
            DeltaSnapshot pending = writer.Pending();
            writer.AddProperties(await describe(
                columns => _engine.ReadDelta(new DeltaReader(pending, new DeltaRead(write.Path, Columns: columns))), cancellation).ConfigureAwait(false));
        }

        return writer.Commit(cancellation);
    }

    /// <summary>The rows are there from an earlier attempt, and so are the properties; whoever asks may look at them again.</summary>
    private async Task<long> DescribeWrittenAsync(DeltaWrite write, long version, CancellationToken cancellation)
    {
        if (write.Describe is { } describe)
        {
            await describe(columns => _engine.ReadDelta(new DeltaRead(write.Path, version, columns)), cancellation).ConfigureAwait(false);
        }

        return version;
    }

    private LocalDataset With(Schema schema, IEnumerable<Func<PartitionContext, IEnumerable<RecordBatch>>> partitions) =>
        new(_engine, new LocalSource(schema, [.. partitions]));
}
