using FashionSpark.Engines;
using FashionSpark.Torch.Training;

namespace FashionSpark.Torch;

/// <summary>The partition functions of this assembly.</summary>
public static class TorchFunctions
{
    public static PartitionFunctionRegistry AddTorchFunctions(this PartitionFunctionRegistry registry) => registry
        .Add<HoldImagesOptions>(HoldImagesFunction.Name, options => new HoldImagesFunction(options))
        .Add<DropImagesOptions>(DropImagesFunction.Name, options => new DropImagesFunction(options))
        .Add<TrainRoundOptions>(TrainRoundFunction.Name, options => new TrainRoundFunction(options))
        .Add<TrainRoundOptions>(ValidateWeightsFunction.Name, options => new ValidateWeightsFunction(options))
        .Add<TrainRoundOptions>(CompareWeightsFunction.Name, options => new CompareWeightsFunction(options));

    /// <summary>Frees the images and networks that a worker keeps between rounds; none of its tasks may be running.</summary>
    public static void Free() => TrainSessions.Clear();
}
