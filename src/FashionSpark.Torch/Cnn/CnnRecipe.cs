using FashionSpark.Torch.Training;

namespace FashionSpark.Torch.Cnn;

/// <summary>How the convolutional network of <c>--model cnn</c> is trained.</summary>
public sealed record CnnRecipe : TrainRecipe
{
    /// <summary>Layers, see <see cref="NetworkSpec"/>.</summary>
    public required string Network { get; init; }

    /// <summary>Peak rate of Muon, for convolutions with a fan-in above 16.</summary>
    public double MuonRate { get; init; } = 0.1;

    /// <summary>Momentum of Muon.</summary>
    public double MuonMomentum { get; init; } = 0.6;

    /// <summary>Peak rate of Nesterov SGD, for everything else.</summary>
    public double SgdRate { get; init; } = 0.1;

    public double SgdMomentum { get; init; } = 0.85;

    /// <summary>Weight decay of stem and linear layer under SGD; Muon's weights are kept at a fixed norm instead.</summary>
    public double WeightDecay { get; init; } = 5e-4;

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

    public override double PeakRate => MuonRate;

    /// <summary>From a tenth to the peak over the warm-up, then linearly to 0.</summary>
    public override double RateAt(double progress) => progress < WarmUp
        ? 0.1 + (0.9 * progress / WarmUp)
        : (1 - progress) / (1 - WarmUp);

    internal override ITrainStep CreateStep(TrainRoundOptions options) =>
        new CnnStep(this, options.Shape, options.Classes, options.PartitionBatch);
}
