namespace FashionSpark.Torch.Cnn;

/// <summary>The profiles of <c>--model cnn</c>. Figures: bench/training.</summary>
public static class CnnProfiles
{
    public static CnnRecipe Quick { get; } = new()
    {
        Network = "Z32-k64-q64-k128-q128",
        Epochs = 24,
        Erase = 0.2,
        Views = 2,
    };

    public static CnnRecipe Full { get; } = new()
    {
        Network = "c32-k64-q64-k128-q128-k192-q192",
        Epochs = 28,
        Erase = 0.3,
        Views = 2,
    };

    /// <exception cref="InvalidInputException">No profile has that name.</exception>
    public static CnnRecipe Get(string name) => name switch
    {
        "quick" => Quick,
        "full" => Full,
        _ => throw new InvalidInputException($"Profile '{name}' is not known; profiles are quick and full."),
    };
}
