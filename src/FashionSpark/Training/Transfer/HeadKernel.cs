using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FashionSpark.Training.Transfer;

/// <summary>
/// Softmax regression over the rows of a matrix: loss and gradient, in float64 throughout. Four rows go together, so that
/// weights and gradient, which are larger than the nearest cache, are read once for the four.
/// </summary>
internal static class HeadKernel
{
    private const int Tile = 4;

    /// <param name="weights">[classes, features + 1], the bias last.</param>
    public static HeadSums Run(FeatureMatrix matrix, ReadOnlySpan<double> weights, int classes, bool withGradient, CancellationToken cancellation)
    {
        int features = matrix.FeatureCount;
        int width = features + 1;
        var gradient = new double[withGradient ? classes * width : 0];
        var rows = new double[Tile * features];
        var logits = new double[Tile * classes];
        var answer = new double[classes];
        (double viewLoss, double imageLoss, long correct) = (0, 0, 0);
        int count = matrix.Images * matrix.ViewCount;
        for (int first = 0; first < count; first += Tile)
        {
            cancellation.ThrowIfCancellationRequested();
            int tile = Math.Min(Tile, count - first);
            rows.AsSpan().Clear();
            TensorPrimitives.ConvertTruncating(matrix.Values.AsSpan(first * features, tile * features), rows.AsSpan(0, tile * features));
            for (int k = 0; k < classes; k++)
            {
                ReadOnlySpan<double> of = weights.Slice(k * width, width);
                Vector256<double> dots = Dots(rows, of[..features]);
                for (int i = 0; i < tile; i++)
                {
                    logits[(i * classes) + k] = dots[i] + of[features];
                }
            }

            for (int i = 0; i < tile; i++)
            {
                // Logits become probabilities, and these the derivative of the loss: p, less 1 for the true class.
                Span<double> p = logits.AsSpan(i * classes, classes);
                (int image, int view) = Math.DivRem(first + i, matrix.ViewCount);
                int label = matrix.Labels[image];
                double most = TensorPrimitives.Max<double>(p);
                double labelLogit = p[label] - most;
                TensorPrimitives.Subtract(p, most, p);
                TensorPrimitives.Exp<double>(p, p);
                double sum = TensorPrimitives.Sum<double>(p);
                viewLoss += Math.Log(sum) - labelLogit;
                TensorPrimitives.Divide(p, sum, p);
                TensorPrimitives.Add<double>(answer, p, answer);
                p[label] -= 1;
                if (view == matrix.ViewCount - 1)
                {
                    imageLoss -= Math.Log(Math.Max(answer[label] / matrix.ViewCount, double.Epsilon));
                    correct += TensorPrimitives.IndexOfMax<double>(answer) == label ? 1 : 0;
                    answer.AsSpan().Clear();
                }
            }

            if (withGradient)
            {
                logits.AsSpan(tile * classes).Clear();
                for (int k = 0; k < classes; k++)
                {
                    Span<double> of = gradient.AsSpan(k * width, width);
                    Vector256<double> errors = Vector256.Create(logits[k], logits[classes + k], logits[(2 * classes) + k], logits[(3 * classes) + k]);
                    Accumulate(rows, errors, of[..features]);
                    of[features] += Vector256.Sum(errors);
                }
            }
        }

        return new HeadSums(matrix.Images, viewLoss, imageLoss, correct, gradient);
    }

    /// <summary>Dot products of four rows with the same weights.</summary>
    private static Vector256<double> Dots(ReadOnlySpan<double> rows, ReadOnlySpan<double> weights)
    {
        int length = weights.Length;
        ref double w = ref MemoryMarshal.GetReference(weights);
        ref double x = ref MemoryMarshal.GetReference(rows);
        (Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        int i = 0;
        for (; i <= length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> of = Vector512.LoadUnsafe(ref w, (nuint)i);
            a = Vector512.FusedMultiplyAdd(of, Vector512.LoadUnsafe(ref x, (nuint)i), a);
            b = Vector512.FusedMultiplyAdd(of, Vector512.LoadUnsafe(ref x, (nuint)(length + i)), b);
            c = Vector512.FusedMultiplyAdd(of, Vector512.LoadUnsafe(ref x, (nuint)((2 * length) + i)), c);
            d = Vector512.FusedMultiplyAdd(of, Vector512.LoadUnsafe(ref x, (nuint)((3 * length) + i)), d);
        }

        Vector256<double> sums = Vector256.Create(Vector512.Sum(a), Vector512.Sum(b), Vector512.Sum(c), Vector512.Sum(d));
        for (; i < length; i++)
        {
            sums += weights[i] * Vector256.Create(rows[i], rows[length + i], rows[(2 * length) + i], rows[(3 * length) + i]);
        }

        return sums;
    }

    /// <summary>Adds four rows, each times its error, to the gradient.</summary>
    private static void Accumulate(ReadOnlySpan<double> rows, Vector256<double> errors, Span<double> gradient)
    {
        int length = gradient.Length;
        ref double g = ref MemoryMarshal.GetReference(gradient);
        ref double x = ref MemoryMarshal.GetReference(rows);
        Vector512<double> a = Vector512.Create(errors[0]);
        Vector512<double> b = Vector512.Create(errors[1]);
        Vector512<double> c = Vector512.Create(errors[2]);
        Vector512<double> d = Vector512.Create(errors[3]);
        int i = 0;
        for (; i <= length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> sum = Vector512.LoadUnsafe(ref g, (nuint)i);
            sum = Vector512.FusedMultiplyAdd(a, Vector512.LoadUnsafe(ref x, (nuint)i), sum);
            sum = Vector512.FusedMultiplyAdd(b, Vector512.LoadUnsafe(ref x, (nuint)(length + i)), sum);
            sum = Vector512.FusedMultiplyAdd(c, Vector512.LoadUnsafe(ref x, (nuint)((2 * length) + i)), sum);
            sum = Vector512.FusedMultiplyAdd(d, Vector512.LoadUnsafe(ref x, (nuint)((3 * length) + i)), sum);
            sum.StoreUnsafe(ref g, (nuint)i);
        }

        for (; i < length; i++)
        {
            gradient[i] += (errors[0] * rows[i]) + (errors[1] * rows[length + i]) + (errors[2] * rows[(2 * length) + i]) + (errors[3] * rows[(3 * length) + i]);
        }
    }
}
