using System.Text.Json.Serialization;
using FashionSpark.Torch.Cnn;
using FashionSpark.Torch.FineTuning;

namespace FashionSpark.Torch.Training;

/// <summary>
/// How a network is trained, as data: it travels to the partitions in the round's options and is part of what a
/// checkpoint belongs to. What every kind of network has in common; a variant is another value of a kind's record.
/// </summary>
[JsonDerivedType(typeof(CnnRecipe), "cnn")]
[JsonDerivedType(typeof(FineTuneRecipe), "fine-tune")]
public abstract record TrainRecipe
{
    /// <summary>Passes over the training split.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images an optimiser step takes over all partitions.</summary>
    public int BatchSize { get; init; } = 256;

    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Part of all steps in which the rates rise to their peak.</summary>
    public double WarmUp { get; init; } = 0.1;

    /// <summary>Optimiser steps between two averagings while the rates are highest.</summary>
    public int StepsPerRound { get; init; } = 8;

    /// <summary>Optimiser steps between two averagings at the end, when the rates are low.</summary>
    public int MostStepsPerRound { get; init; } = 64;

    /// <summary>Part of the epochs after which the validation split is scored; earlier ones are never the best where rates fall to nothing.</summary>
    public double FirstValidation { get; init; }

    /// <summary>Convolutions in bfloat16; null = where the processor has instructions for it.</summary>
    public bool? Bf16 { get; init; }

    /// <summary>Whether rows may differ in size.</summary>
    [JsonIgnore]
    public virtual bool TakesAnySize => false;

    /// <summary>The highest rate of the network's main optimiser, for the metrics of a round.</summary>
    [JsonIgnore]
    public abstract double PeakRate { get; }

    /// <summary>Rates at a step as a fraction of their peaks.</summary>
    /// <param name="progress">Steps done over steps in all, 0 to 1.</param>
    public abstract double RateAt(double progress);

    /// <summary>
    /// Steps of a round that begins at this progress: partitions drift apart in proportion to the rates, so a round may
    /// be longer as they fall. (Measured at a fixed length: 8 steps cost 0.1 points after 8 epochs, an epoch 2 and more.)
    /// </summary>
    public int StepsAt(double progress) => progress <= WarmUp
        ? StepsPerRound
        : (int)Math.Min(MostStepsPerRound, StepsPerRound / Math.Max(RateAt(progress), 1e-6));

    /// <summary>Network, optimiser and batch memory of one partition.</summary>
    internal abstract ITrainStep CreateStep(TrainRoundOptions options);
}
