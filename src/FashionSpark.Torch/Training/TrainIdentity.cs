using System.Text.Json;
using System.Text.Json.Nodes;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Models;
using FashionSpark.Pipeline;

namespace FashionSpark.Torch.Training;

/// <summary>What a checkpoint belongs to: two trainings with equal identities give the same model on the same machine.</summary>
/// <param name="Model">Kind of model.</param>
/// <param name="Data">Folder of the prepared data set.</param>
/// <param name="DataVersion">Its version.</param>
/// <param name="Profile">Name of the profile.</param>
/// <param name="Recipe">The recipe with all that the user changed in it.</param>
/// <param name="Shape">Size and statistics of the images.</param>
/// <param name="Classes">Class names.</param>
/// <param name="Preprocessing">Way from bytes to pixels.</param>
/// <param name="Partitions">Partitions trained side by side.</param>
/// <param name="Seed">Seed.</param>
internal sealed record TrainIdentity(
    string Model,
    string Data,
    long DataVersion,
    string Profile,
    TrainRecipe Recipe,
    ImageShape Shape,
    IReadOnlyList<string> Classes,
    string Preprocessing,
    int Partitions,
    long Seed)
{
    /// <summary>The identity that options, profile and data set give.</summary>
    /// <param name="parallelism">Partitions where the options name no number.</param>
    /// <exception cref="InvalidInputException">Options that no training can have; all of them in one message.</exception>
    public static TrainIdentity Of(TrainOptions options, ITrainingPlan plan, int parallelism, long version, PreparedProperties prepared)
    {
        int partitions = options.Partitions ?? parallelism;
        TrainRecipe profile = plan.Recipe;
        TrainRecipe recipe = profile with
        {
            Epochs = options.Epochs ?? profile.Epochs,
            BatchSize = options.BatchSize ?? profile.BatchSize,
            StepsPerRound = options.StepsPerRound ?? profile.StepsPerRound,
            MostStepsPerRound = options.StepsPerRound ?? profile.MostStepsPerRound,
            Bf16 = profile.Bf16 ?? CpuFeatures.HasBf16,
        };
        List<string> wrong = [];
        void Require(bool holds, string message)
        {
            if (!holds)
            {
                wrong.Add(message);
            }
        }

        Require(partitions > 0, $"partitions must be at least 1, got {partitions}");
        Require(recipe.Epochs > 0, $"epochs must be at least 1, got {recipe.Epochs}");
        Require(recipe.BatchSize >= partitions, $"the batch size must be at least the number of partitions ({partitions}), got {recipe.BatchSize}");
        Require(recipe.StepsPerRound > 0, $"steps per round must be at least 1, got {recipe.StepsPerRound}");
        if (wrong.Count > 0)
        {
            throw new InvalidInputException($"Training cannot start: {string.Join("; ", wrong)}.");
        }

        ImageShape shape = new(prepared.Width, prepared.Height, prepared.Channels, prepared.Mean, prepared.StandardDeviation);
        return new TrainIdentity(
            plan.Model, options.Data, version, options.Profile, recipe, shape, prepared.Classes, prepared.Preprocessing, partitions, options.Seed);
    }

    /// <summary>What a model of this training says of itself.</summary>
    public ModelMetadata ToMetadata(string runId, DateTimeOffset trainedAt, IReadOnlyDictionary<string, double> metrics) => new()
    {
        Name = $"{Model}-{Profile}",
        Classes = Classes,
        Width = Shape.Width,
        Height = Shape.Height,
        Channels = Shape.Channels,
        Preprocessing = Preprocessing,
        Data = Data,
        DataVersion = DataVersion,
        RunId = runId,
        Seed = Seed,
        TrainedAt = trainedAt,
        Metrics = metrics,
    };

    public string ToJson() => JsonSerializer.Serialize(this, SpecJson.Options);

    /// <summary>What differs in another identity's JSON, such as <c>seed: 1 there, 2 here</c>; empty where nothing does.</summary>
    public IReadOnlyList<string> DifferencesFrom(string otherJson)
    {
        List<string> differences = [];
        Compare("", JsonNode.Parse(otherJson), JsonNode.Parse(ToJson()), differences);
        return differences;
    }

    private static void Compare(string path, JsonNode? there, JsonNode? here, List<string> differences)
    {
        if (there is JsonObject before && here is JsonObject now)
        {
            foreach (string key in before.Select(pair => pair.Key).Union(now.Select(pair => pair.Key)))
            {
                Compare(path.Length == 0 ? key : $"{path}.{key}", before[key], now[key], differences);
            }
        }
        else if (!JsonNode.DeepEquals(there, here))
        {
            differences.Add($"{path}: {there?.ToJsonString() ?? "nothing"} there, {here?.ToJsonString() ?? "nothing"} here");
        }
    }
}
