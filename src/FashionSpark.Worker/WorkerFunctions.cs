using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.MachineLearning;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Postgres;
using FashionSpark.S3;
#if WORKER_TORCH
using FashionSpark.Torch;
#endif

namespace FashionSpark.Worker;

/// <summary>The partition functions of this flavour of the worker.</summary>
internal static class WorkerFunctions
{
#if WORKER_TORCH
    public const string Flavour = "training";
#else
    public const string Flavour = "standard";
#endif

    /// <summary>Frees what functions keep for later tasks; they find it on disk again.</summary>
    public static void Free()
    {
#if WORKER_TORCH
        TorchFunctions.Free();
#endif
    }

    public static PartitionFunctionRegistry Create()
    {
        ModelFormats.Add(new MlNetFormat());
        PartitionFunctionRegistry registry = new PartitionFunctionRegistry()
            .AddCoreFunctions(ImageDecoders.Default.WithGuard(DecodeGuard.OfThisProgram()))
            .AddMachineLearningFunctions()
            .AddS3Functions()
            .AddPostgresFunctions();
#if WORKER_TORCH
        registry.AddTorchFunctions();
#endif
        return registry;
    }
}
