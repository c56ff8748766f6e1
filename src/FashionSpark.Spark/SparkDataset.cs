using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Spark.Doors;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;
using FashionSpark.Spark.Tables;
using FashionSpark.Tables;

namespace FashionSpark.Spark;

/// <summary>
/// A plan that grows with every operation and is sent when it is run. Functions that follow each other are kept apart
/// until then and go to the workers as one, so that rows make one trip.
/// </summary>
internal sealed class SparkDataset : IDataset
{
    private readonly SparkEngine _engine;

    /// <summary>The plan below <see cref="_functions"/>; it needs the door only where functions are inside it.</summary>
    private readonly Func<WorkerDoor?, Relation> _input;

    private readonly bool _inputHasFunctions;
    private readonly IReadOnlyList<PartitionFunctionSpec> _functions;

    public SparkDataset(SparkEngine engine, Schema schema, Relation relation)
        : this(engine, schema, _ => relation, inputHasFunctions: false, [])
    {
    }

    private SparkDataset(
        SparkEngine engine, Schema schema, Func<WorkerDoor?, Relation> input, bool inputHasFunctions, IReadOnlyList<PartitionFunctionSpec> functions)
    {
        _engine = engine;
        Schema = schema;
        _input = input;
        _inputHasFunctions = inputHasFunctions;
        _functions = functions;
    }

    public Schema Schema { get; }

    private bool NeedsDoor => _inputHasFunctions || _functions.Count > 0;

    public IDataset MapPartitions(PartitionFunctionSpec function)
    {
        Schema output = _engine.Functions.Create(function).OutputSchema(Schema);
        return new SparkDataset(_engine, output, _input, _inputHasFunctions, [.. _functions, function]);
    }

    public IDataset Union(IDataset other)
    {
        var rows = (SparkDataset)other;
        return new SparkDataset(_engine, Schema, door => Build(door).Union(rows.Build(door)), NeedsDoor || rows.NeedsDoor, []);
    }

    public IDataset RepartitionById(int partitions, string idColumn, IReadOnlyList<int>? only = null)
    {
        Schema.Require(new Field(idColumn, StringType.Default, nullable: false));

        string bucket = Expressions.IdBucket(idColumn, partitions);
        Relation Rows(WorkerDoor? door) => only is null
            ? Build(door)
            : Build(door).Filter(Expressions.Sql($"{bucket} IN ({string.Join(", ", only)})"));
        return new SparkDataset(_engine, Schema, door => Rows(door).RepartitionByBucket(bucket, partitions), NeedsDoor, []);
    }

    /// <summary>Spark's cache. What is built on it goes to the workers on its own, so that Spark finds the kept rows by their plan.</summary>
    public async Task<IDataset> PersistAsync(CancellationToken cancellation)
    {
        Relation kept = await PlanAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _engine.Client.PersistAsync(kept, cancellation).ConfigureAwait(false);
        }
        catch (SparkException e) when (e.Is("NOT_SUPPORTED_WITH_SERVERLESS"))
        {
            // Serverless compute has no cache.
        }

        return new SparkDataset(_engine, Schema, _ => kept, NeedsDoor, []);
    }

    public async Task UnpersistAsync(CancellationToken cancellation) =>
        await _engine.Client.UnpersistAsync(await PlanAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    public async IAsyncEnumerable<RecordBatch> CollectAsync(IProgress<long>? rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Relation relation = await PlanAsync(cancellation).ConfigureAwait(false);
        var progress = new ProgressSplit(_engine.Options.Progress, rows);
        await foreach (RecordBatch batch in _engine.Client.CollectAsync(relation, progress, cancellation).ConfigureAwait(false))
        {
            rows?.Report(batch.Length);
            yield return batch;
        }
    }

    public async Task WriteParquetAsync(string folder, IProgress<long>? rows, CancellationToken cancellation)
    {
        var write = new WriteOperation
        {
            Input = await PlanAsync(cancellation).ConfigureAwait(false),
            Source = "parquet",
            Path = SparkTable.FullPath(folder),
            Mode = WriteOperation.Types.SaveMode.ErrorIfExists,
        };
        try
        {
            await RunAsync(write, rows, cancellation).ConfigureAwait(false);
        }
        catch (SparkException e) when (e.Is("PATH_ALREADY_EXISTS"))
        {
            throw new OutputExistsException($"Folder '{folder}' exists. Name a new one or remove it.", e);
        }
    }

    public async Task<long> WriteDeltaAsync(DeltaWrite write, IProgress<long>? rows, CancellationToken cancellation)
    {
        SparkTable table = SparkTable.Parse(write.Path);
        Relation plan = await PlanAsync(cancellation).ConfigureAwait(false);
        var commit = new DeltaCommit(_engine, Schema, () => _engine.Tables.ReadAsync(table, null, cancellation));
        return await commit.RunAsync(
            write, isEmpty: () => IsEmptyAsync(plan, cancellation), save: () => SaveAsync(table, write, plan, rows, cancellation), rows, cancellation).ConfigureAwait(false);
    }

    private async Task SaveAsync(SparkTable table, DeltaWrite write, Relation plan, IProgress<long>? rows, CancellationToken cancellation)
    {
        WriteOperation operation = DeltaWrites.Create(table, write, plan);
        if (table.IsName)
        {
            await PrepareNamedAsync(table, write, operation, cancellation).ConfigureAwait(false);
        }

        await RunAsync(operation, rows, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes a catalog's table that is not there; else sees that the rows fit, since Spark inserts them by position and casts what it can.</summary>
    private async Task PrepareNamedAsync(SparkTable table, DeltaWrite write, WriteOperation operation, CancellationToken cancellation)
    {
        if (await _engine.DescribeDeltaAsync(write.Path, null, cancellation).ConfigureAwait(false) is not { } present)
        {
            await RunAsync(DeltaWrites.Make(table, write, operation.Input), rows: null, cancellation).ConfigureAwait(false);
            return;
        }

        TableFit.Check(present, Schema, write.PartitionBy);
        operation.Input = operation.Input.Project(present.Schema.FieldsList.Select(field => field.Name).Where(name => Schema.IndexOf(name) >= 0));
    }

    /// <summary>Stops at the first row: Spark runs partitions until it has one.</summary>
    private async Task<bool> IsEmptyAsync(Relation plan, CancellationToken cancellation)
    {
        await foreach (RecordBatch batch in _engine.Client.CollectAsync(plan.Limit(1), progress: null, cancellation).ConfigureAwait(false))
        {
            if (batch.Length > 0)
            {
                return false;
            }
        }

        return true;
    }

    private Task RunAsync(WriteOperation write, IProgress<long>? rows, CancellationToken cancellation) =>
        _engine.Client.RunAsync(new Command { WriteOperation = write }, new ProgressSplit(_engine.Options.Progress, rows), cancellation);

    /// <summary>The whole plan; opens the door where a function is in it.</summary>
    internal async Task<Relation> PlanAsync(CancellationToken cancellation) =>
        Build(NeedsDoor ? await _engine.Doors.OpenAsync(cancellation).ConfigureAwait(false) : null);

    private Relation Build(WorkerDoor? door) =>
        _functions.Count == 0 ? _input(door) : _input(door).MapPartitions(door!.Bind(ChainFunction.Of(_functions), Schema));
}
