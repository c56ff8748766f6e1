namespace FashionSpark.Torch.Graphs;

/// <summary>
/// A network as data: steps in an order in which every value is made before it is used. It travels to the partitions as
/// JSON; the numbers travel apart, laid out by <see cref="GraphLayout"/>.
/// </summary>
/// <param name="Channels">Channels of the images.</param>
/// <param name="Steps">The last one makes the result.</param>
public sealed record NetworkGraph(int Channels, IReadOnlyList<GraphStep> Steps)
{
    /// <summary>Features of the result: columns of the last linear step, else channels of the last convolution.</summary>
    public int Features() => (int)Steps.Last(step => step.HasWeights()).Weight[0];

    /// <summary>The graph with a linear step to the classes behind it.</summary>
    public NetworkGraph WithHead(int classes) => this with
    {
        Steps =
        [
            .. Steps,
            new GraphStep { Op = GraphOp.Flatten, Name = "flat", Inputs = [Steps.Count] },
            new GraphStep { Op = GraphOp.Linear, Name = "classes", Inputs = [Steps.Count + 1], Weight = [classes, Features()] },
        ],
    };

    /// <summary>The graph with the mean over the plane behind it.</summary>
    public NetworkGraph Averaged() =>
        this with { Steps = [.. Steps, new GraphStep { Op = GraphOp.GlobalAverage, Name = "mean", Inputs = [Steps.Count] }] };

    /// <summary>
    /// Place of each step between the images (0) and the last weights (1): weights on the longest way to it over those on
    /// the longest way of all. Counted in layers, so it means the same for every network.
    /// </summary>
    public double[] Depths()
    {
        int[] layers = new int[Steps.Count + 1];
        for (int i = 0; i < Steps.Count; i++)
        {
            layers[i + 1] = Steps[i].Inputs.Max(input => layers[input]) + (Steps[i].HasWeights() ? 1 : 0);
        }

        return [.. layers.Skip(1).Select(count => count / (double)layers[^1])];
    }

    /// <summary>The step after which a value is no longer needed; the result is kept.</summary>
    public int[] LastUses()
    {
        int[] last = new int[Steps.Count + 1];
        for (int i = 0; i < Steps.Count; i++)
        {
            foreach (int input in Steps[i].Inputs)
            {
                last[input] = i;
            }
        }

        last[^1] = Steps.Count;
        return last;
    }

    /// <summary>The last value that still has a plane, which a heat map shows: what the last mean over the plane takes; null where there is none.</summary>
    public int? LastMap() => Steps.LastOrDefault(step => step.Op == GraphOp.GlobalAverage)?.Inputs[0];

    /// <summary>Size of a value for square images.</summary>
    /// <param name="value">0 = the images, i + 1 = what step i makes.</param>
    /// <param name="side">Side of the images in pixels.</param>
    /// <exception cref="ModelFormatException">The images are too small: a window is larger than what it slides over.</exception>
    public (long Channels, long Height, long Width) PlaneOf(int value, int side)
    {
        (long Channels, long Height, long Width)[] planes = new (long, long, long)[Steps.Count + 1];
        planes[0] = (Channels, side, side);
        for (int i = 0; i < value; i++)
        {
            GraphStep step = Steps[i];
            (long channels, long height, long width) = planes[step.Inputs[0]];
            IReadOnlyList<long> kernel = step.Op == GraphOp.Convolution ? [step.Weight[1], step.Weight[2]] : step.Kernel;
            long Slide(long size, int axis) =>
                ((size + step.Pads[axis] + step.Pads[axis + 2] - (step.Dilations[axis] * (kernel[axis] - 1)) - 1) / step.Strides[axis]) + 1;
            planes[i + 1] = step.Op switch
            {
                GraphOp.Convolution => (step.Weight[0], Slide(height, 0), Slide(width, 1)),
                GraphOp.MaxPool or GraphOp.AveragePool => (channels, Slide(height, 0), Slide(width, 1)),
                GraphOp.GlobalAverage => (channels, 1, 1),
                GraphOp.Flatten => (channels * height * width, 1, 1),
                GraphOp.Linear => (step.Weight[0], 1, 1),
                _ => planes[step.Inputs[0]],
            };
            if (planes[i + 1].Height < 1 || planes[i + 1].Width < 1)
            {
                throw new ModelFormatException($"Node '{step.Name}' of the backbone has nothing left to look at in images of {side} pixels. Choose a larger size.");
            }
        }

        return planes[value];
    }
}
