using FashionSpark.Cli.Commands;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Torch;

namespace FashionSpark.Cli.Hosting;

/// <summary>From the name after <c>--engine</c> to an engine; a new engine is one more line here and in <see cref="EngineNames"/>.</summary>
internal static class EngineFactory
{
    /// <exception cref="InvalidInputException">No engine has that name.</exception>
    public static IEngine Create(string name, TimeProvider time) => name switch
    {
        EngineNames.Local => new LocalEngine(Functions(), time: time),
        _ => throw new InvalidInputException($"There is no engine '{name}'; known are {EngineNames.Known}."),
    };

    private static PartitionFunctionRegistry Functions() => new PartitionFunctionRegistry().AddCoreFunctions().AddTorchFunctions();
}
