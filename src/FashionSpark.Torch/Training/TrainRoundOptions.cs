using System.Text.Json.Serialization;

namespace FashionSpark.Torch.Training;

/// <summary>Options of the partition functions <c>train-round</c>, <c>validate-weights</c> and <c>compare-weights</c>, which run over the rows of <c>hold-images</c>.</summary>
public sealed record TrainRoundOptions
{
    /// <summary>Names the training; a worker keeps images and momentum under it between rounds.</summary>
    public required string RunKey { get; init; }

    public required TrainRecipe Recipe { get; init; }

    public required ImageShape Shape { get; init; }

    public required int Classes { get; init; }

    /// <summary>Partitions in all; each takes its part of the batch.</summary>
    public required int Partitions { get; init; }

    public required long Seed { get; init; }

    /// <summary>Images of a batch that each partition takes.</summary>
    [JsonIgnore]
    public int PartitionBatch => Math.Max(1, Recipe.BatchSize / Partitions);

    /// <summary>Round, from 1; 0 validates.</summary>
    public int Round { get; init; }

    /// <summary>Epoch, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Optimiser steps of this round, the first of them counted from the epoch's begin, and those of an epoch.</summary>
    public int Steps { get; init; }
    public int FirstStep { get; init; }
    public int StepsPerEpoch { get; init; }

    /// <summary>The round's weights: a file both sides see, or, where there is none, the bytes themselves.</summary>
    public string? WeightsPath { get; init; }
    public byte[]? Weights { get; init; }

    /// <summary>SHA-256 of the weights, see <see cref="TrainState"/>.</summary>
    public string? WeightsHash { get; init; }

    /// <summary>With the weights comes all the momentum there is: what is not among it is zero, and not missing.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Of <c>compare-weights</c>: the models, float32 bytes each, and images of a partition they answer for.</summary>
    public IReadOnlyList<byte[]> Models { get; init; } = [];
    public int ImagesCompared { get; init; }
}
