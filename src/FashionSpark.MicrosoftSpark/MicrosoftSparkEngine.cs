using System.Globalization;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.MicrosoftSpark.Executors;
using FashionSpark.MicrosoftSpark.Tables;
using FashionSpark.Spark;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Tables;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace FashionSpark.MicrosoftSpark;

/// <summary>The engine on .NET for Apache Spark: inside the process that Microsoft's DotnetRunner starts, over the bridge to its JVM.</summary>
public sealed class MicrosoftSparkEngine : IEngine
{
    public const string EngineName = "dotnet-spark";

    /// <summary>The port of the JVM's side, which DotnetRunner sets.</summary>
    public const string BackendVariable = "DOTNETBACKEND_PORT";

    private const string MinPartitions = "spark.sql.files.minPartitionNum";
    private readonly DeltaLogReader _log;
    private int _minPartitions;

    private MicrosoftSparkEngine(SparkSession session, PartitionFunctionRegistry functions)
    {
        Session = session;
        Functions = functions;
        Jobs = new SparkJobs(session);
        _log = new DeltaLogReader(new SessionLogFiles(session, Jobs));
    }

    public string Name => EngineName;

    public bool IsInProcess => false;

    public int Parallelism => Jvm.Call(() => Session.SparkContext.DefaultParallelism);

    internal SparkSession Session { get; }

    internal SparkJobs Jobs { get; }

    internal PartitionFunctionRegistry Functions { get; }

    /// <summary>Opens the session of the spark-submit that this process belongs to.</summary>
    /// <exception cref="InvalidInputException">This process was not started by DotnetRunner.</exception>
    public static Task<MicrosoftSparkEngine> OpenAsync(PartitionFunctionRegistry functions, Func<string, string?> variable, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(variable(BackendVariable)))
        {
            throw new InvalidInputException(
                $"Engine '{EngineName}' runs only inside spark-submit --class org.apache.spark.deploy.dotnet.DotnetRunner, which sets {BackendVariable}; that variable is not set. docs/dotnet-spark.md has the whole command.");
        }

        SparkSession Open()
        {
            SparkSession session = SparkSession.Builder().AppName("FashionSpark").GetOrCreate();
            session.Conf().Set("spark.sql.session.timeZone", "UTC");

            // Partitions are then known before anything runs, and stay as they were asked for.
            session.Conf().Set("spark.sql.adaptive.enabled", "false");
            session.Conf().Set("spark.databricks.delta.snapshotPartitions", "4");

            // As over Spark Connect: 4,096 photos at a time are more than the heap that an executor has by default.
            session.Conf().Set("spark.sql.parquet.columnarReaderBatchSize", "128");
            return session;
        }

        return Task.Run(() => new MicrosoftSparkEngine(Jvm.Call(Open), functions), cancellation);
    }

    /// <summary>The rows travel to the JVM as bytes, a row a partition.</summary>
    public IDataset FromRows(RecordBatch rows, int partitions) => Jvm.Call(() =>
    {
        var schema = new Microsoft.Spark.Sql.Types.StructType([
            new StructField(GroupColumns.Partition, new IntegerType()),
            new StructField(GroupColumns.Chunk, new LongType()),
            new StructField(GroupColumns.Packed, new Microsoft.Spark.Sql.Types.BinaryType()),
        ]);
        GenericRow[] packed = [.. Enumerable.Range(0, partitions).Select(partition => new GenericRow([partition, 0L, PackedRows.Write(Run(rows, partition, partitions))]))];
        return Dataset(rows.Schema, new PartitionedRows(Session, Session.CreateDataFrame(packed, schema), null, partitions, Wire.Packed));
    });

    /// <inheritdoc cref="SparkEngine.ReadBinaryFiles"/>
    public IDataset ReadBinaryFiles(string folder, int partitions) => Jvm.Call(() =>
    {
        RaiseMinPartitions(partitions);
        DataFrame files = Session.Read().Format("binaryFile").Option("recursiveFileLookup", "true").Load(SparkTable.Pattern(SparkTable.FullPath(folder)));
        DataFrame Some(string comparison, string content) => files.Filter($"{BinaryFileSchema.Length} {comparison} {BinaryFileSchema.MostBytes}").SelectExpr(
            $"{SparkTable.PlainPath} AS {BinaryFileSchema.Path}", BinaryFileSchema.ModificationTime, BinaryFileSchema.Length, $"{content} AS {BinaryFileSchema.Content}");
        DataFrame all = Some("<=", BinaryFileSchema.Content).Union(Some(">", "CAST(NULL AS BINARY)"));
        if (EmptyFiles.Find(folder) is { } empty)
        {
            all = all.Union(((MicrosoftSparkDataset)FromRows(empty, 1)).Columns());
        }

        return Dataset(BinaryFileSchema.Schema, all.Coalesce(partitions));
    });

    public IDataset ReadParquet(string path)
    {
        try
        {
            return Jvm.Call(() =>
            {
                DataFrame rows = Session.Read().Parquet(SparkTable.Pattern(SparkTable.FullPath(path)));
                return Dataset(SparkSchemas.Of(rows), rows);
            });
        }
        catch (SparkException e) when (e.Is("PATH_NOT_FOUND") || e.Is("UNABLE_TO_INFER_SCHEMA"))
        {
            throw new InvalidInputException($"There is no Parquet file at '{path}'. Spark says: {e.Message}", e);
        }
    }

    public IDataset ReadDelta(DeltaRead read)
    {
        SparkTable table = Table(read.Path);
        long version = read.Version
            ?? _log.ReadAsync(table, null, CancellationToken.None).GetAwaiter().GetResult()?.Info.Version
            ?? throw new TableNotFoundException($"There is no Delta table at '{read.Path}'.");
        try
        {
            return Jvm.Call(() =>
            {
                DataFrame rows = Session.Read().Format("delta").Option("versionAsOf", version).Load(table.Text);
                if (read.Partitions is { } filter)
                {
                    rows = rows.Filter($"{Expressions.Quote(filter.Column)} IN ({string.Join(", ", filter.Values.Select(Expressions.QuoteText))})");
                }

                rows = read.Columns is null ? rows : rows.SelectExpr([.. read.Columns.Select(Expressions.Quote)]);
                return Dataset(SparkSchemas.Of(rows), rows);
            });
        }
        catch (SparkException e) when (DeltaErrors.Translate(e, read.Path) is TableNotFoundException missing)
        {
            throw missing;
        }
    }

    public async Task<DeltaTableInfo?> DescribeDeltaAsync(string path, long? version, CancellationToken cancellation) =>
        (await ReadLogAsync(Table(path), version, cancellation).ConfigureAwait(false))?.Info;

    public async Task<long> SetDeltaPropertiesAsync(string path, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation)
    {
        SparkTable table = Table(path);
        DeltaState state = await ReadLogAsync(table, null, cancellation).ConfigureAwait(false) ?? throw new TableNotFoundException($"There is no Delta table at '{path}'.");
        if (TableStore.SetProperties(table, state, properties) is not { } statement)
        {
            return state.Info.Version;
        }

        try
        {
            await Jobs.RunAsync(() => Session.Sql(statement), cancellation).ConfigureAwait(false);
        }
        catch (SparkException e) when (DeltaErrors.Translate(e, path) is var error && error != e)
        {
            throw error;
        }

        return (await ReadLogAsync(table, null, cancellation).ConfigureAwait(false))!.Info.Version;
    }

    /// <summary>The session stays: DotnetRunner ends it with the process, and on a shared cluster it is not ours to stop.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal Task<DeltaState?> ReadLogAsync(SparkTable table, long? version, CancellationToken cancellation) => _log.ReadAsync(table, version, cancellation);

    /// <exception cref="InvalidInputException">The table is named by the catalog.</exception>
    internal static SparkTable Table(string path) => SparkTable.Parse(path) is { IsName: false } table
        ? table
        : throw new InvalidInputException($"'{path}' is a table of the catalog; engine '{EngineName}' takes tables by path. Name a folder, or use Spark Connect.");

    private MicrosoftSparkDataset Dataset(Schema schema, DataFrame rows) => Dataset(schema, new PartitionedRows(Session, rows, null, null, Wire.Columns));

    private MicrosoftSparkDataset Dataset(Schema schema, PartitionedRows rows) => new(this, schema, rows, []);

    private static RecordBatch Run(RecordBatch rows, int partition, int partitions)
    {
        int start = (int)((long)rows.Length * partition / partitions);
        int end = (int)((long)rows.Length * (partition + 1) / partitions);
        return rows.Slice(start, end - start);
    }

    private void RaiseMinPartitions(int partitions)
    {
        if (partitions > _minPartitions)
        {
            Session.Conf().Set(MinPartitions, partitions.ToString(CultureInfo.InvariantCulture));
            _minPartitions = partitions;
        }
    }
}
