using System.Numerics;
using System.Numerics.Tensors;
using FashionSpark.Torch.Graphs;
using Tensor = TorchSharp.torch.Tensor;

namespace FashionSpark.Torch.FineTuning;

/// <summary>
/// AdamW (Loshchilov and Hutter 2017, arXiv:1711.05101) with a rate a tensor, a clipped gradient, and a running mean of the
/// weights. All of it in one pass over each tensor's memory.
/// </summary>
internal sealed class AdamW
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly IReadOnlyList<TunedTensor> _tensors;
    private readonly float[][] _first;
    private readonly float[][] _second;
    private readonly float[][] _mean;
    private int _steps;

    public AdamW(IReadOnlyList<TunedTensor> tensors)
    {
        _tensors = tensors;
        _first = [.. tensors.Select(tensor => new float[tensor.Length])];
        _second = [.. tensors.Select(tensor => new float[tensor.Length])];
        _mean = [.. tensors.Select(tensor => new float[tensor.Length])];
    }

    /// <summary>Numbers of all tensors.</summary>
    public int Length => _tensors.Sum(tensor => tensor.Length);

    /// <param name="gradients">In the order of the tensors.</param>
    /// <param name="rate">Fraction of the peak rates.</param>
    /// <param name="clip">Most length of the gradient.</param>
    /// <param name="average">Share of the running mean that is kept.</param>
    /// <param name="threads">Threads to use.</param>
    public void Step(IReadOnlyList<Tensor> gradients, double rate, double clip, double average, int threads)
    {
        _steps++;
        double norm = Math.Sqrt(gradients.Sum(gradient => (double)TensorPrimitives.SumOfSquares<float>(GraphNetwork.Floats(gradient))));
        float scale = norm > clip ? (float)(clip / norm) : 1;
        double correction = Math.Sqrt(1 - Math.Pow(SecondDecay, _steps)) / (1 - Math.Pow(FirstDecay, _steps));
        float epsilon = (float)(Epsilon * Math.Sqrt(1 - Math.Pow(SecondDecay, _steps)));
        Parallel.For(0, _tensors.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            TunedTensor tensor = _tensors[i];
            Update(
                GraphNetwork.Floats(tensor.Weights), GraphNetwork.Floats(gradients[i]), _first[i], _second[i], _mean[i],
                scale, (float)(tensor.Rate * rate * correction), (float)(tensor.Rate * rate * tensor.Decay), epsilon, (float)average);
        });
    }

    private static void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, Span<float> mean,
        float scale, float rate, float decay, float epsilon, float keep)
    {
        int width = Vector<float>.Count;
        Span<float> padded = stackalloc float[5 * width];
        for (int i = 0; i < weights.Length; i += width)
        {
            int count = Math.Min(width, weights.Length - i);
            if (count < width)
            {
                // The rest that fills no vector goes through one of its own.
                weights[i..].CopyTo(padded);
                gradient[i..].CopyTo(padded[width..]);
                first[i..].CopyTo(padded[(2 * width)..]);
                second[i..].CopyTo(padded[(3 * width)..]);
                mean[i..].CopyTo(padded[(4 * width)..]);
                Update(
                    padded[..width], padded.Slice(width, width), padded.Slice(2 * width, width), padded.Slice(3 * width, width), padded[(4 * width)..],
                    scale, rate, decay, epsilon, keep);
                padded[..count].CopyTo(weights[i..]);
                padded.Slice(2 * width, count).CopyTo(first[i..]);
                padded.Slice(3 * width, count).CopyTo(second[i..]);
                padded.Slice(4 * width, count).CopyTo(mean[i..]);
                return;
            }

            Vector<float> g = new Vector<float>(gradient[i..]) * scale;
            Vector<float> m = (new Vector<float>(first[i..]) * FirstDecay) + (g * (1 - FirstDecay));
            Vector<float> v = (new Vector<float>(second[i..]) * SecondDecay) + (g * g * (1 - SecondDecay));
            Vector<float> w = new(weights[i..]);
            w -= (w * decay) + (m * rate / (Vector.SquareRoot(v) + new Vector<float>(epsilon)));
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            w.CopyTo(weights[i..]);
            ((new Vector<float>(mean[i..]) * keep) + (w * (1 - keep))).CopyTo(mean[i..]);
        }
    }

    /// <summary>Number of steps and both moments; empty = none yet.</summary>
    public void LoadMoments(ReadOnlySpan<float> moments)
    {
        _steps = moments.IsEmpty ? 0 : (int)moments[0];
        moments = moments.IsEmpty ? moments : moments[1..];
        foreach (float[] part in _first.Concat(_second))
        {
            part.AsSpan().Clear();
            if (!moments.IsEmpty)
            {
                moments[..part.Length].CopyTo(part);
                moments = moments[part.Length..];
            }
        }
    }

    public float[] SaveMoments() => [_steps, .. _first.SelectMany(part => part), .. _second.SelectMany(part => part)];

    /// <summary>The running mean of the weights, tensor after tensor.</summary>
    public void LoadMean(ReadOnlySpan<float> mean)
    {
        foreach (float[] part in _mean)
        {
            mean[..part.Length].CopyTo(part);
            mean = mean[part.Length..];
        }
    }

    public void SaveMean(Span<float> mean)
    {
        foreach (float[] part in _mean)
        {
            part.CopyTo(mean);
            mean = mean[part.Length..];
        }
    }
}
