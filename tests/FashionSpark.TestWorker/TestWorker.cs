using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Testing.Engines;
using FashionSpark.Torch;
using FashionSpark.Worker;

namespace FashionSpark.TestWorker;

/// <summary>The worker as it is, with more functions.</summary>
internal static class TestWorker
{
    public static int Main(string[] args) =>
        Program.Run(args, new PartitionFunctionRegistry().AddCoreFunctions().AddTorchFunctions().AddTestFunctions());
}
