namespace FashionSpark.Torch.Training;

/// <summary>
/// How a network is trained, as data: it travels to the partitions in the round's options and is part of what a
/// checkpoint belongs to. A variant is another value of this record.
/// </summary>
public sealed record TrainRecipe
{
    /// <summary>Layers, see <see cref="Networks.NetworkSpec"/>.</summary>
    public required string Network { get; init; }

    /// <summary>Passes over the training split.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images an optimiser step takes over all partitions.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Peak rate of Muon, for convolutions with a fan-in above 16.</summary>
    public double MuonRate { get; init; } = 0.1;

    /// <summary>Momentum of Muon.</summary>
    public double MuonMomentum { get; init; } = 0.6;

    /// <summary>Peak rate of Nesterov SGD, for everything else.</summary>
    public double SgdRate { get; init; } = 0.1;

    public double SgdMomentum { get; init; } = 0.85;

    /// <summary>Weight decay of stem and linear layer under SGD; Muon's weights are kept at a fixed norm instead.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Part of all steps in which the rates rise from a tenth of their peak; then they fall linearly to 0.</summary>
    public double WarmUp { get; init; } = 0.1;

    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Images are shifted by up to this many pixels each way; black comes in.</summary>
    public int Shift { get; init; } = 2;

    /// <summary>Images are mirrored in every other epoch, half of them in the odd ones.</summary>
    public bool Mirror { get; init; } = true;

    /// <summary>Probability that a rectangle of an image is blanked with the mean.</summary>
    public double Erase { get; init; }

    /// <summary>Part of all steps, at the end, without blanking.</summary>
    public double EraseOff { get; init; } = 0.2;

    /// <summary>Views whose probabilities the model averages: 1, or 2 with the mirrored image.</summary>
    public int Views { get; init; } = 1;

    /// <summary>Optimiser steps between two averagings while the rates are highest.</summary>
    public int StepsPerRound { get; init; } = 8;

    /// <summary>Optimiser steps between two averagings at the end, when the rates are low.</summary>
    public int MostStepsPerRound { get; init; } = 64;

    /// <summary>Convolutions in bfloat16; null = where the processor has instructions for it.</summary>
    public bool? Bf16 { get; init; }

    /// <summary>Rates at a step as a fraction of their peaks.</summary>
    /// <param name="progress">Steps done over steps in all, 0 to 1.</param>
    public double RateAt(double progress) => progress < WarmUp
        ? 0.1 + (0.9 * progress / WarmUp)
        : (1 - progress) / (1 - WarmUp);

    /// <summary>
    /// Steps of a round that begins at this progress: partitions drift apart in proportion to the rates, so a round may
    /// be longer as they fall. (Measured at a fixed length: 8 steps cost 0.1 points after 8 epochs, an epoch 2 and more.)
    /// </summary>
    public int StepsAt(double progress) => progress <= WarmUp
        ? StepsPerRound
        : (int)Math.Min(MostStepsPerRound, StepsPerRound / Math.Max(RateAt(progress), 1e-6));
}
