using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.S3;
using FashionSpark.Testing;

namespace FashionSpark.Aws.Tests.S3;

/// <summary>A prepare from S3 on the local engine, in a temporary folder.</summary>
internal sealed class S3Prepare : IDisposable
{
    private readonly S3Options _server;

    public S3Prepare(S3Options server) => _server = server;

    public TemporaryFolder Folder { get; } = new();

    public static LocalEngine Engine() => new(new PartitionFunctionRegistry().AddCoreFunctions().AddS3Functions(), parallelism: 2, new FixedTime());

    public async Task<PrepareResult> RunAsync(string source, string data = "data", string run = "run")
    {
        await using LocalEngine engine = Engine();
        var context = new PipelineContext
        {
            Engine = engine,
            Warehouse = Folder["warehouse"],
            RunId = run,
            Time = new FixedTime(),
            Sources = new ImageSources(new S3ImageKind()),
        };
        var options = new PrepareOptions { Source = source, S3 = _server, Out = Folder[data], Size = 16 };
        return await PrepareStage.RunAsync(context, options, TestContext.Current.CancellationToken);
    }

    public void Dispose() => Folder.Dispose();
}
