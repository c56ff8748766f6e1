namespace FashionSpark.Pipeline;

/// <summary>Options of <c>train</c>: from a prepared data set to an ONNX model.</summary>
public sealed record TrainOptions
{
    /// <summary>Folder of the prepared data set.</summary>
    public required string Data { get; init; }

    /// <summary>Version of the data set; null = the newest.</summary>
    public long? DataVersion { get; init; }

    /// <summary>Kind of model: <c>cnn</c>, <c>transfer</c>, <c>fine-tune</c>, <c>baseline</c>.</summary>
    public string Model { get; init; } = "cnn";

    /// <summary>The pretrained network of a model that has one; null = <c>efficientnet-lite0</c>.</summary>
    public BackboneOptions? Backbone { get; init; }

    /// <summary>The ONNX file. Checkpoints lie beside it, in a folder of the same name with <c>.checkpoint</c>.</summary>
    public required string Out { get; init; }

    /// <summary><c>quick</c> or <c>full</c>.</summary>
    public string Profile { get; init; } = "quick";

    /// <summary>Partitions trained side by side and averaged; null = one a core of the engine.</summary>
    public int? Partitions { get; init; }

    /// <summary>Passes over the training split; null = as the profile says.</summary>
    public int? Epochs { get; init; }

    /// <summary>Images an optimiser step takes over all partitions; null = as the profile says.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Optimiser steps between two averagings; null = as the profile says.</summary>
    public int? StepsPerRound { get; init; }

    /// <summary>Go on from the last checkpoint of an interrupted training.</summary>
    public bool Resume { get; init; }

    public bool Overwrite { get; init; }

    public long Seed { get; init; } = 1;
}
