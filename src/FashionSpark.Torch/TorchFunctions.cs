using FashionSpark.Engines;
using FashionSpark.Torch.Training;

namespace FashionSpark.Torch;

/// <summary>The partition functions of this assembly.</summary>
public static class TorchFunctions
{
    public static PartitionFunctionRegistry AddTorchFunctions(this PartitionFunctionRegistry registry) => registry
        .Add<TrainRoundOptions>(TrainRoundFunction.Name, options => new TrainRoundFunction(options))
        .Add<TrainRoundOptions>(ValidateWeightsFunction.Name, options => new ValidateWeightsFunction(options))
        .Add<TrainRoundOptions>(CompareWeightsFunction.Name, options => new CompareWeightsFunction(options));
}
