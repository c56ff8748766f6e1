namespace FashionSpark.MachineLearning;

/// <summary>What a profile of <c>--model baseline</c> does. Chosen on the validation split of Fashion-MNIST.</summary>
/// <param name="Passes">Passes of the optimiser over the training rows: 20 are 0.4 points below 60, 10 another 0.3.</param>
internal sealed record BaselineRecipe(int Passes)
{
    /// <summary>
    /// Strengths of the L2 penalty that are tried, the best on validation is kept: tens of thousands of images want the
    /// first, a few thousand the last.
    /// </summary>
    public static IReadOnlyList<float> Strengths { get; } = [1e-5f, 1e-4f, 1e-3f];

    /// <summary>Most training images: beyond, a part of them is chosen by their ids, so that 200 MB of features are enough (grey pictures).</summary>
    public const long MostImages = 100_000;

    /// <summary>Side of the square in which larger pictures, and those of many shapes, are looked at, in pixels.</summary>
    public const int Side = 56;

    /// <exception cref="InvalidInputException">No profile has that name.</exception>
    public static BaselineRecipe Get(string profile) => profile switch
    {
        "quick" => new BaselineRecipe(30),
        "full" => new BaselineRecipe(60),
        _ => throw new InvalidInputException($"Profile '{profile}' is not known; profiles are quick and full."),
    };
}
