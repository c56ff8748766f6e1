using FashionSpark.Engines;

namespace FashionSpark.MicrosoftSpark.Executors;

/// <summary>The partition functions of a worker process. Microsoft.Spark makes the function itself of what the driver sent, so they can be handed to it in no other way.</summary>
internal static class ExecutorFunctions
{
    private static PartitionFunctionRegistry? _known;

    public static PartitionFunctionRegistry Known
    {
        get => _known ?? throw new InvalidInputException(
            "This executor runs Microsoft's own worker, which knows none of FashionSpark's functions. Set DOTNET_WORKER_DIR to the folder that eng/publish-command --dotnet-spark made, where the driver runs.");
        set => _known = value;
    }
}
