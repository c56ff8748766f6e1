using FashionSpark.Engines;

namespace FashionSpark.MachineLearning;

/// <summary>The partition functions of this assembly.</summary>
public static class MachineLearningFunctions
{
    public static PartitionFunctionRegistry AddMachineLearningFunctions(this PartitionFunctionRegistry registry) => registry
        .Add<HogFeaturesOptions>(HogFeaturesFunction.Name, options => new HogFeaturesFunction(options));
}
