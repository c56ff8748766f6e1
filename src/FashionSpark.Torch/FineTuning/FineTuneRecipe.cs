using FashionSpark.Images;
using FashionSpark.Models.Backbones;
using FashionSpark.Torch.Graphs;
using FashionSpark.Torch.Training;

namespace FashionSpark.Torch.FineTuning;

/// <summary>How a backbone is trained further on the images of a data set.</summary>
public sealed record FineTuneRecipe : TrainRecipe
{
    /// <summary>Backbone and head; a profile has none, the backbone's file gives it.</summary>
    public NetworkGraph? Graph { get; init; }

    /// <summary>SHA-256 of the backbone's file.</summary>
    public string? Backbone { get; init; }

    /// <summary>What the backbone takes.</summary>
    public BackboneInput? Input { get; init; }

    /// <summary>Side of the windows it is trained on, in pixels.</summary>
    public int TrainSize { get; init; } = 192;

    /// <summary>
    /// Side of the views it answers from, in pixels. A little more than in training: cut windows show things larger than
    /// whole pictures do (Touvron et al. 2019, arXiv:1906.06423).
    /// </summary>
    public int Size { get; init; } = 224;

    /// <summary>Views of a picture whose probabilities are averaged, each also mirrored where <see cref="Mirror"/> says so.</summary>
    public IReadOnlyList<Fit> Views { get; init; } = [Fit.Letterbox, Fit.Crop];
    public bool Mirror { get; init; } = true;

    public Augmentation Augmentation { get; init; } = new();

    /// <summary>Layers up to this depth (<see cref="NetworkGraph.Depths"/>) keep their weights: edges and colours are the same everywhere.</summary>
    public double FrozenDepth { get; init; }

    /// <summary>Depthwise kernels of this side and more keep their weights: their gradient costs more than the rest of their block.</summary>
    public int FrozenDepthwise { get; init; } = 5;

    /// <summary>Peak rate of AdamW in the last layer of the backbone.</summary>
    public double Rate { get; init; } = 1.2e-3;

    /// <summary>Rate at depth 0 as a fraction of that at depth 1; it falls geometrically between (0.9 a block of 16).</summary>
    public double FirstLayer { get; init; } = 0.185;

    /// <summary>Peak rate of AdamW in the new head, which starts from nothing and needs no warm-up.</summary>
    public double HeadRate { get; init; } = 4e-3;

    /// <summary>Of weights, not of biases.</summary>
    public double WeightDecay { get; init; } = 0.02;

    /// <summary>Most length of the gradient over all weights.</summary>
    public double GradientClip { get; init; } = 5;

    /// <summary>Part of the features that is dropped in front of the head.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Share of the running mean of the weights that is kept at each step; the mean is the model.</summary>
    public double Average { get; init; } = 0.99;

    public override double PeakRate => Rate;

    public override bool TakesAnySize => true;

    /// <summary>Linearly to the peak over the warm-up, then along a half cosine to a hundredth of it.</summary>
    public override double RateAt(double progress) => progress < WarmUp
        ? Math.Max(progress / WarmUp, 0.01)
        : 0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * (progress - WarmUp) / (1 - WarmUp))));

    /// <summary>Whether a tensor is trained.</summary>
    public bool Trains(GraphSlot slot, double depth)
    {
        GraphStep step = Graph!.Steps[slot.Step];
        return slot.Role != SlotRole.Scale && depth > FrozenDepth && !(step.IsDepthwise() && step.Weight[1] >= FrozenDepthwise);
    }

    internal override ITrainStep CreateStep(TrainRoundOptions options) => new FineTuneStep(this, options.Classes, options.PartitionBatch);
}
