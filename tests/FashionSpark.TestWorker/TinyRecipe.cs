using FashionSpark.Torch.Cnn;

namespace FashionSpark.TestWorker;

/// <summary>A training of seconds on images of 8 x 8 pixels.</summary>
public static class TinyRecipe
{
    public static CnnRecipe Value { get; } = new()
    {
        Network = "c8-k16-q16",
        Epochs = 8,
        BatchSize = 20,
        Shift = 1,

        // Few rounds: each is a job of a second on Spark.
        StepsPerRound = 8,
        MostStepsPerRound = 15,
        Bf16 = false,
    };
}
