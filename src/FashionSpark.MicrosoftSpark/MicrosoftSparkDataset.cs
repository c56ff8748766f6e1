using System.Globalization;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.MicrosoftSpark.Executors;
using FashionSpark.Spark;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Tables;
using Microsoft.Spark.Sql;

namespace FashionSpark.MicrosoftSpark;

/// <summary>A DataFrame, and the functions that are to run over its partitions: those that follow each other go to the workers as one.</summary>
internal sealed class MicrosoftSparkDataset : IDataset
{
    private readonly MicrosoftSparkEngine _engine;
    private readonly PartitionedRows _rows;

    /// <summary>Schema of <see cref="_rows"/>, below the functions.</summary>
    private readonly Schema _input;
    private readonly IReadOnlyList<PartitionFunctionSpec> _functions;

    public MicrosoftSparkDataset(MicrosoftSparkEngine engine, Schema schema, PartitionedRows rows, IReadOnlyList<PartitionFunctionSpec> functions)
        : this(engine, schema, schema, rows, functions)
    {
    }

    private MicrosoftSparkDataset(
        MicrosoftSparkEngine engine, Schema schema, Schema input, PartitionedRows rows, IReadOnlyList<PartitionFunctionSpec> functions)
    {
        _engine = engine;
        Schema = schema;
        _input = input;
        _rows = rows;
        _functions = functions;
    }

    public Schema Schema { get; }

    public IDataset MapPartitions(PartitionFunctionSpec function) =>
        new MicrosoftSparkDataset(_engine, _engine.Functions.Create(function).OutputSchema(Schema), _input, _rows, [.. _functions, function]);

    public IDataset Union(IDataset other) => Of(Jvm.Call(() => Columns().Union(((MicrosoftSparkDataset)other).Columns())));

    public IDataset RepartitionById(int partitions, string idColumn, IReadOnlyList<int>? only = null)
    {
        Schema.Require(new Field(idColumn, StringType.Default, nullable: false));
        string bucket = Expressions.IdBucket(idColumn, partitions);
        return Jvm.Call(() =>
        {
            DataFrame rows = only is null ? Columns() : Columns().Filter($"{bucket} IN ({string.Join(", ", only)})");
            return new MicrosoftSparkDataset(_engine, Schema, new PartitionedRows(_engine.Session, rows, bucket, partitions, Wire.Columns), []);
        });
    }

    public Task<IDataset> PersistAsync(CancellationToken cancellation) => _engine.Jobs.RunAsync<IDataset>(
        () =>
        {
            DataFrame kept = Columns().Persist();
            kept.Count();
            return Of(kept);
        },
        cancellation);

    public Task UnpersistAsync(CancellationToken cancellation) => _engine.Jobs.RunAsync(() => _rows.Rows.Unpersist(), cancellation);

    /// <summary>The rows come as bytes, packed on the executors: Microsoft.Spark itself would bring every value as an object.</summary>
    public async IAsyncEnumerable<RecordBatch> CollectAsync(IProgress<long>? rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Row[] packed = await _engine.Jobs.RunAsync(() => Run(Wire.Packed).Collect().ToArray(), cancellation).ConfigureAwait(false);
        foreach (Row row in packed.OrderBy(row => row.GetAs<int>(0)).ThenBy(row => Convert.ToInt64(row.Get(1), CultureInfo.InvariantCulture)))
        {
            foreach (RecordBatch batch in PackedRows.Read(row.GetAs<byte[]>(2)))
            {
                rows?.Report(batch.Length);
                yield return batch;
            }
        }
    }

    public async Task WriteParquetAsync(string folder, IProgress<long>? rows, CancellationToken cancellation)
    {
        try
        {
            await _engine.Jobs.RunAsync(() => Columns().Write().Mode(SaveMode.ErrorIfExists).Parquet(SparkTable.FullPath(folder)), cancellation).ConfigureAwait(false);
        }
        catch (SparkException e) when (e.Is("PATH_ALREADY_EXISTS"))
        {
            throw new OutputExistsException($"Folder '{folder}' exists. Name a new one or remove it.", e);
        }
    }

    public Task<long> WriteDeltaAsync(DeltaWrite write, IProgress<long>? rows, CancellationToken cancellation)
    {
        SparkTable table = MicrosoftSparkEngine.Table(write.Path);
        var commit = new DeltaCommit(_engine, Schema, () => _engine.ReadLogAsync(table, null, cancellation));
        return commit.RunAsync(
            write,
            isEmpty: () => _engine.Jobs.RunAsync(() => Columns().IsEmpty(), cancellation),
            save: () => _engine.Jobs.RunAsync(() => Save(write, table), cancellation),
            rows,
            cancellation);
    }

    /// <summary>The rows as columns of Spark, in their partitions.</summary>
    internal DataFrame Columns() => _functions.Count == 0 && _rows.Wire == Wire.Columns ? _rows.InPlace() : Run(Wire.Columns);

    private DataFrame Run(Wire to) => _rows.Run(
        _functions.Count == 0 ? PartitionFunctionSpec.Create(IdentityFunction.Name, new IdentityOptions()) : ChainFunction.Of(_functions), _input, Schema, to);

    private MicrosoftSparkDataset Of(DataFrame rows) => new(_engine, Schema, new PartitionedRows(_engine.Session, rows, null, null, Wire.Columns), []);

    private void Save(DeltaWrite write, SparkTable table)
    {
        (bool replaces, IReadOnlyDictionary<string, string> options) = DeltaWrites.Options(write);
        DataFrameWriter writer = Columns().Write().Format("delta").Mode(replaces ? SaveMode.Overwrite : SaveMode.Append).Options(new Dictionary<string, string>(options));
        if (write.PartitionBy.Count > 0)
        {
            writer = writer.PartitionBy([.. write.PartitionBy]);
        }

        writer.Save(table.Text);
    }
}
