using System.Reflection;
using FashionSpark.Engines;

namespace FashionSpark.MicrosoftSpark.Executors;

/// <summary>
/// Microsoft.Spark's worker inside this process. Its own program brings .NET 8 and an Apache Arrow of its age, in which
/// neither this code nor its Arrow can be loaded; here it finds ours, which is newer and has all it asks for.
/// </summary>
public static class MicrosoftWorker
{
    /// <summary>First argument of the command where it plays this role.</summary>
    public const string Command = "dotnet-spark-worker";

    /// <summary>Folder beside the command with Microsoft.Spark.Worker as it was released.</summary>
    public const string Folder = "microsoft-spark-worker";

    private const string Program = "Microsoft.Spark.Worker.dll";

    /// <param name="arguments">As Spark gives them to its Python.</param>
    /// <param name="functions">What this worker can run.</param>
    /// <exception cref="InvalidInputException">Microsoft.Spark.Worker is not there.</exception>
    public static int Run(string[] arguments, PartitionFunctionRegistry functions)
    {
        string path = Path.Combine(AppContext.BaseDirectory, Folder, Program);
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"'{path}' is not there. Unpack the release of Microsoft.Spark.Worker 2.3.1 into that folder; docs/dotnet-spark.md says how.");
        }

        ExecutorFunctions.Known = functions;
        Assembly.LoadFrom(path).EntryPoint!.Invoke(null, [arguments]);
        return 0;
    }
}
