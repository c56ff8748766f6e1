using Apache.Arrow;
using FashionSpark.Cli.Tests.Submit;
using FashionSpark.Engines;
using FashionSpark.Spark;
using FashionSpark.Spark.Connect;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;
using YamlDotNet.RepresentationModel;

namespace FashionSpark.Cli.Tests.Databricks;

/// <summary>
/// The tasks of resources/fashionspark.job.yml, one after the other as the scheduler starts them: by Python, with the server on
/// a unix socket, tables in a catalog's schema, files in a folder in the volume's place.
/// </summary>
public sealed class ScheduledRunTests : IDisposable
{
    private const string Schema = "spark_catalog.nightly";
    private readonly SparkSites _sites;
    private readonly SubmitRunner _runner = new(home: null);

    public ScheduledRunTests(SparkSites sites) => _sites = sites;

    public void Dispose() => _runner.Dispose();

    [Fact]
    public async Task Tasks_FromPhotosToAModelInUse_ThenAGateThatHolds()
    {
        SparkConnectServer server = _sites.Server("3.5", "bridge");
        using var socket = new CuttingProxy(new Uri(server.Address.Replace("sc://", "http://", StringComparison.Ordinal)).Port, socketPath: _runner.Folder["grpc.sock"]);
        _runner.Environment["DATABRICKS_RUNTIME_VERSION"] = "16.4";
        _runner.Environment["FASHIONSPARK_LOCAL"] = _runner.Folder["local"];
        CommandArchive.WriteBuilt(_runner.Folder["fashionspark.tar.gz"]);
        TestPictures.WriteCloth(_runner.Folder["files", "photos"]);
        Directory.CreateDirectory(_runner.Folder["files", "models"]);
        new TinyBackbone { Shape = [-1, 3, 32, 32] }.Write(_runner.Folder["files", "models", "efficientnet-lite0.onnx"]);
        await SqlAsync(server, "CREATE SCHEMA nightly");

        List<CliOutcome> night = [];
        foreach (YamlMappingNode task in Tasks())
        {
            CliOutcome outcome = await RunAsync(socket.Address, task, accuracy: "0.5");
            Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Out);
            night.Add(outcome);
        }

        Assert.Equal([true, false, false, false, false], night.Select(outcome => outcome.Error.Contains("copied ", StringComparison.Ordinal)));
        Assert.Equal(await File.ReadAllBytesAsync(Model("candidate"), Cancellation), await File.ReadAllBytesAsync(Model("champion"), Cancellation));
        Assert.Equal(96, await CountAsync(server, "nightly.images"));
        Assert.Equal(24, await CountAsync(server, "nightly.predictions"));

        // A higher demand than 12 test images can meet: the task fails, the later one would not run, the model stays.
        CliOutcome held = await RunAsync(socket.Address, Tasks().Single(task => Bundle.Text(task, "task_key") == "evaluate"), accuracy: "0.99");

        Assert.Equal(3, held.ExitCode);
        Assert.Contains("(a gate was not passed", held.Error, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Model(string name) => _runner.Folder["files", "models", $"{name}.onnx"];

    private static IEnumerable<YamlMappingNode> Tasks() => Bundle.List(Bundle.Read("prod").Jobs.Single(job => job.Key == "fashionspark").Job, "tasks").Cast<YamlMappingNode>();

    private Task<CliOutcome> RunAsync(string address, YamlMappingNode task, string accuracy)
    {
        Bundle bundle = Bundle.Read("prod");
        string volume = bundle.Resolve("${workspace.artifact_path}");
        string[] arguments =
        [
            .. Bundle.List(Bundle.Map(task, "spark_python_task"), "parameters").Select(argument => bundle.Resolve(((YamlScalarNode)argument).Value!)
                .Replace($"{volume}/.internal/fashionspark-worker.tar.gz", SparkSites.Worker, StringComparison.Ordinal)
                .Replace($"{volume}/.internal", _runner.Folder.Path, StringComparison.Ordinal)
                .Replace("{{job.parameters.source}}", _runner.Folder["files", "photos"], StringComparison.Ordinal)
                .Replace("{{job.parameters.accuracy}}", accuracy, StringComparison.Ordinal)
                .Replace(volume, _runner.Folder["files"], StringComparison.Ordinal)
                .Replace("/Workspace/files", Repository.Root, StringComparison.Ordinal)
                .Replace(bundle.Resolve("${var.catalog}.${var.schema}"), Schema, StringComparison.Ordinal)),
            "prepare.size=48",
        ];
        _runner.Environment["SPARK_REMOTE"] = $"{address};user_id=ann;session_id={Guid.NewGuid()}";
        return _runner.RunAsync(arguments);
    }

    private static async Task<long> CountAsync(SparkConnectServer server, string table) =>
        (await SqlAsync(server, $"SELECT count(*) AS n FROM {table}")).Single().Column<Int64Array>("n").GetValue(0)!.Value;

    private static async Task<List<RecordBatch>> SqlAsync(SparkConnectServer server, string statement)
    {
        SparkEngineOptions options = new(SparkConnectionString.Parse(server.Address, _ => null));
        await using SparkEngine engine = await SparkEngine.ConnectAsync(options, new PartitionFunctionRegistry(), TimeProvider.System, Cancellation);
        return await engine.SqlAsync(statement, Cancellation).ToListAsync(Cancellation);
    }
}
