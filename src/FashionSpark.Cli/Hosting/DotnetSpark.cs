using FashionSpark.Engines;
#if MICROSOFT_SPARK
using System.Runtime.CompilerServices;
using FashionSpark.MicrosoftSpark;
using FashionSpark.MicrosoftSpark.Executors;
#endif

namespace FashionSpark.Cli.Hosting;

/// <summary>The only place that knows whether this build has .NET for Apache Spark in it (<c>-p:MicrosoftSpark=true</c>).</summary>
internal static class DotnetSpark
{
#if MICROSOFT_SPARK
    /// <summary>Whether the command is to be a worker on an executor.</summary>
    public static bool IsWorker(string[] args) => args is [MicrosoftWorker.Command, ..];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int RunWorker(string[] args)
    {
        try
        {
            return MicrosoftWorker.Run(args[1..], EngineFactory.Functions());
        }
        catch (InvalidInputException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<IEngine> OpenAsync(Func<string, string?> variable, CancellationToken cancellation) =>
        await MicrosoftSparkEngine.OpenAsync(EngineFactory.Functions(), variable, cancellation);
#else
    public static bool IsWorker(string[] args) => false;

    public static int RunWorker(string[] args) => throw Missing();

    public static Task<IEngine> OpenAsync(Func<string, string?> variable, CancellationToken cancellation) => throw Missing();

    private static InvalidInputException Missing() =>
        new("Engine 'dotnet-spark' is not in this build. Build with -p:MicrosoftSpark=true where the package Microsoft.Spark can be restored (docs/dotnet-spark.md), or use Spark Connect, which needs no package: --engine sc://HOST:PORT.");
#endif
}
