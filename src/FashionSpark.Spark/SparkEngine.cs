using System.Globalization;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Doors;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;
using FashionSpark.Spark.Tables;

namespace FashionSpark.Spark;

/// <summary>The engine on a stock Spark cluster, driven through Spark Connect. One engine is one session.</summary>
public sealed class SparkEngine : IEngine, IClusterStores
{
    public const string EngineName = "spark";

    private const string MinPartitions = "spark.sql.files.minPartitionNum";
    private readonly TableStore _tables;
    private readonly Lazy<int> _parallelism;
    private int _minPartitions;

    private SparkEngine(SparkConnectClient client, SparkEngineOptions options, PartitionFunctionRegistry functions, string version)
    {
        Client = client;
        Options = options;
        Functions = functions;
        Version = version;
        Doors = new DoorOpener(client, options, version);
        _tables = new TableStore(client);
        _parallelism = new Lazy<int>(() => options.Parallelism ?? Wait(CountCoresAsync()));
    }

    public string Name => EngineName;

    public bool IsInProcess => false;

    /// <summary>Version of Spark, such as <c>4.1.1</c>.</summary>
    public string Version { get; }

    /// <summary>The first question runs a small job.</summary>
    public int Parallelism => _parallelism.Value;

    internal SparkConnectClient Client { get; }

    internal SparkEngineOptions Options { get; }

    internal PartitionFunctionRegistry Functions { get; }

    internal DoorOpener Doors { get; }

    internal TableStore Tables => _tables;

    /// <summary>Opens a session and sets it up.</summary>
    /// <param name="options">Server and settings.</param>
    /// <param name="functions">The partition functions the workers have.</param>
    /// <param name="time">Clock of retries.</param>
    /// <param name="cancellation">Stops the attempt.</param>
    /// <exception cref="SparkException">No server there, a wrong token, or a Spark that is too old.</exception>
    public static async Task<SparkEngine> ConnectAsync(
        SparkEngineOptions options, PartitionFunctionRegistry functions, TimeProvider time, CancellationToken cancellation)
    {
        SparkConnectClient client = SparkConnectClient.Create(options.Server, time, options.Seed);
        try
        {
            string version = await client.VersionAsync(cancellation).ConfigureAwait(false);
            SparkVersions.Check(version, options.Server.Endpoint);
            await client.SetConfigAsync(SessionSettings.For(options), cancellation).ConfigureAwait(false);
            return new SparkEngine(client, options, functions, version);
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public IDataset FromRows(RecordBatch rows, int partitions) => Dataset(rows.Schema, LocalRows.Create(rows, partitions));

    /// <remarks>
    /// Files and folders whose name begins with '.' or '_' are not listed: that is Spark's rule. Files come in no order,
    /// since Spark packs them by size. Paths are as the local engine gives them, without <c>file:</c>.
    /// </remarks>
    public IDataset ReadBinaryFiles(string folder, int partitions)
    {
        RaiseMinPartitions(partitions);
        Relation files = BinaryFiles.Read(folder);

        // Spark reads no content of files that a condition on their length leaves out; of those above 2 GiB it would make an error. A condition on
        // the size that was listed leaves them out before anything is asked of them, which in a store is a request a file.
        Relation Some(string condition, Expression content) =>
            files.Filter(Expressions.Sql(condition)).Project([
                Expressions.Sql(SparkTable.PlainPath).As(BinaryFileSchema.Path),
                Expressions.Column(BinaryFileSchema.ModificationTime),
                Expressions.Column(BinaryFileSchema.Length),
                content,
            ]);
        Relation all = Some($"{BinaryFileSchema.Length} <= {BinaryFileSchema.MostBytes}", Expressions.Column(BinaryFileSchema.Content)).Union(
            Some($"_metadata.file_size > {BinaryFileSchema.MostBytes}", Expressions.Sql("CAST(NULL AS BINARY)").As(BinaryFileSchema.Content)));
        RecordBatch? empty = EmptyFiles.Find(folder);
        all = empty is null ? all : all.Union(LocalRows.Create(empty, 1));
        return Dataset(BinaryFileSchema.Schema, all.Coalesce(partitions));
    }

    public Task<IReadOnlyDictionary<string, long>?> CountFilesAsync(string address, int depth, IProgress<long> progress, CancellationToken cancellation) =>
        StoreFolders.CountAsync(Client, address, depth, new ProgressSplit(Options.Progress, progress), progress, cancellation);

    public IDataset ReadParquet(string path)
    {
        Relation relation = Relations.ReadFiles("parquet", [SparkTable.Pattern(SparkTable.FullPath(path))]);
        try
        {
            return Dataset(Wait(Client.SchemaAsync(relation, CancellationToken.None)), relation);
        }
        catch (SparkException e) when (e.Is("PATH_NOT_FOUND") || e.Is("UNABLE_TO_INFER_SCHEMA"))
        {
            throw new InvalidInputException($"There is no Parquet file at '{path}'. Spark says: {e.Message}", e);
        }
    }

    public IDataset ReadDelta(DeltaRead read)
    {
        try
        {
            SparkTable table = SparkTable.Parse(read.Path);

            // The version is fixed now, so that every run of the plan reads the same rows.
            long version = read.Version ?? Wait(_tables.NewestVersionAsync(table, CancellationToken.None));
            Relation relation = DeltaReads.Relation(table, version, read);
            return Dataset(Wait(Client.SchemaAsync(relation, CancellationToken.None)), relation);
        }
        catch (SparkException e) when (DeltaErrors.Translate(e, read.Path) is TableNotFoundException missing)
        {
            throw missing;
        }
    }

    public async Task<DeltaTableInfo?> DescribeDeltaAsync(string path, long? version, CancellationToken cancellation) =>
        (await _tables.ReadAsync(SparkTable.Parse(path), version, cancellation).ConfigureAwait(false))?.Info;

    public Task<long> SetDeltaPropertiesAsync(string path, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        _tables.SetPropertiesAsync(SparkTable.Parse(path), properties, cancellation);

    /// <summary>Runs one statement of Spark SQL, for checks and questions that are not the pipeline's.</summary>
    public async IAsyncEnumerable<RecordBatch> SqlAsync(string statement, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (RecordBatch batch in Client.SqlAsync(statement, cancellation).ConfigureAwait(false))
        {
            yield return batch;
        }
    }

    /// <summary>A setting of the server or session; null where it is not set.</summary>
    public Task<string?> GetSettingAsync(string key, CancellationToken cancellation) => Client.GetConfigAsync(key, cancellation);

    /// <summary>The door that partition functions go through, and what the executor's side is; finds out on first use.</summary>
    /// <exception cref="SparkException">No door is open.</exception>
    public async Task<(SparkDoor Door, string PythonVersion)> OpenDoorAsync(CancellationToken cancellation)
    {
        WorkerDoor door = await Doors.OpenAsync(cancellation).ConfigureAwait(false);
        return (door.Door, door.PythonVersion);
    }

    public ValueTask DisposeAsync()
    {
        Doors.Dispose();
        return Client.DisposeAsync();
    }

    private SparkDataset Dataset(Schema schema, Relation relation) => new(this, schema, relation);

    /// <summary>
    /// Spark cuts a read of small files by the cores of the cluster; asking for more partitions is a setting of the
    /// session. It is only ever raised: other reads then get more partitions than they would, which does no harm.
    /// </summary>
    private void RaiseMinPartitions(int partitions)
    {
        if (partitions > _minPartitions)
        {
            Wait(Client.SetConfigAsync(
                new Dictionary<string, string> { [MinPartitions] = partitions.ToString(CultureInfo.InvariantCulture) }, CancellationToken.None));
            _minPartitions = partitions;
        }
    }

    /// <summary>A range has as many partitions as Spark would run at a time.</summary>
    private async Task<int> CountCoresAsync()
    {
        await foreach (RecordBatch batch in Client.SqlAsync("SELECT CAST(count(DISTINCT p) AS INT) AS cores FROM (SELECT spark_partition_id() AS p FROM range(0, 65536))", CancellationToken.None).ConfigureAwait(false))
        {
            return batch.Column<Int32Array>("cores").GetValue(0) ?? 1;
        }

        return 1;
    }

    /// <summary>The seam describes data sets without waiting; a schema must be asked for all the same.</summary>
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
