using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Evaluation;
using FashionSpark.Images;
using FashionSpark.Reporting;
using FashionSpark.Scoring;
using FashionSpark.Training.Transfer;

namespace FashionSpark.Pipeline;

/// <summary>The partition functions of this assembly, for drivers and workers alike.</summary>
public static class CoreFunctions
{
    /// <param name="registry">Gets the functions.</param>
    /// <param name="decoders">What decodes the images of a source; null = the usual decoders, without a guard.</param>
    public static PartitionFunctionRegistry AddCoreFunctions(this PartitionFunctionRegistry registry, ImageDecoders? decoders = null) => registry
        .Add<IdentityOptions>(IdentityFunction.Name, _ => new IdentityFunction())
        .Add<ChainOptions>(ChainFunction.Name, options => new ChainFunction(options, registry))
        .Add<ReadIdxOptions>(ReadIdxFunction.Name, options => new ReadIdxFunction(options))
        .Add<LabelByFolderOptions>(LabelByFolderFunction.Name, options => new LabelByFolderFunction(options))
        .Add<LabelFeedbackOptions>(LabelFeedbackFunction.Name, options => new LabelFeedbackFunction(options))
        .Add<DigestOptions>(DigestFunction.Name, options => new DigestFunction(options))
        .Add<PrepareFunctionOptions>(PrepareFunction.Name, options => new PrepareFunction(options, decoders ?? ImageDecoders.Default))
        .Add<QuarantineOptions>(QuarantineFunction.Name, options => new QuarantineFunction(options, decoders ?? ImageDecoders.Default))
        .Add<PixelStatisticsOptions>(PixelStatisticsFunction.Name, _ => new PixelStatisticsFunction())
        .Add<ExtractFeaturesOptions>(ExtractFeaturesFunction.Name, options => new ExtractFeaturesFunction(options))
        .Add<HoldFeaturesOptions>(HoldFeaturesFunction.Name, options => new HoldFeaturesFunction(options))
        .Add<DropFeaturesOptions>(DropFeaturesFunction.Name, options => new DropFeaturesFunction(options))
        .Add<HeadOptions>(FeatureStatisticsFunction.Name, options => new FeatureStatisticsFunction(options))
        .Add<HeadOptions>(HeadGradientFunction.Name, options => new HeadGradientFunction(options))
        .Add<PerceptualHashOptions>(PerceptualHashFunction.Name, _ => new PerceptualHashFunction())
        .Add<ScoreFunctionOptions>(ScoreFunction.Name, options => new ScoreFunction(options))
        .Add<EvaluateFunctionOptions>(EvaluateFunction.Name, _ => new EvaluateFunction())
        .Add<MistakesOptions>(MistakesFunction.Name, options => new MistakesFunction(options))
        .Add<PicturesOptions>(PicturesFunction.Name, options => new PicturesFunction(options));
}
