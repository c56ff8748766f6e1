using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Testing.Engines;
using FashionSpark.Torch;
using FashionSpark.Worker;
#if MICROSOFT_SPARK
using FashionSpark.MicrosoftSpark.Executors;
#endif

namespace FashionSpark.TestWorker;

/// <summary>The worker as it is, with more functions.</summary>
internal static class TestWorker
{
    public static int Main(string[] args)
    {
        PartitionFunctionRegistry functions = new PartitionFunctionRegistry().AddCoreFunctions().AddTorchFunctions().AddTestFunctions();
#if MICROSOFT_SPARK
        if (args is [MicrosoftWorker.Command, ..])
        {
            return MicrosoftWorker.Run(args[1..], functions);
        }
#endif
        return Program.Run(args, functions);
    }
}
