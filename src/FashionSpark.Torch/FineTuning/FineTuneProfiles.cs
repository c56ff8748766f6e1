namespace FashionSpark.Torch.FineTuning;

/// <summary>The profiles of <c>--model fine-tune</c>.</summary>
public static class FineTuneProfiles
{
    /// <summary>Layers up to here keep their weights: stem and blocks 0 to 2 of an EfficientNet-Lite0, 9 of 50 layers.</summary>
    private const double EarlyLayers = 0.19;

    public static FineTuneRecipe Quick { get; } = new()
    {
        Epochs = 5,
        BatchSize = 32,
        WarmUp = 0.08,
        FrozenDepth = EarlyLayers,
        TrainSize = 160,
        StepsPerRound = 8,
        MostStepsPerRound = 32,
        FirstValidation = 0.5,
        Augmentation = new() { CutMix = 0.3 },
    };

    public static FineTuneRecipe Full { get; } = Quick with { Epochs = 11, TrainSize = 192, Augmentation = new() };

    /// <exception cref="InvalidInputException">No profile has that name.</exception>
    public static FineTuneRecipe Get(string name) => name switch
    {
        "quick" => Quick,
        "full" => Full,
        _ => throw new InvalidInputException($"Profile '{name}' is not known; profiles are quick and full."),
    };
}
