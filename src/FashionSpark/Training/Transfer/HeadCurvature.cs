using System.Numerics.Tensors;

namespace FashionSpark.Training.Transfer;

/// <summary>
/// About the curvature of softmax regression, the same for every class: p (1 - p) times the correlation of the features,
/// plus the strength of regularisation. Features of a network say much the same thing many times over; without this,
/// weak regularisation takes a thousand evaluations, with it some dozens.
/// </summary>
internal sealed class HeadCurvature
{
    /// <summary>About the mean of p (1 - p) over images and classes near the minimum.</summary>
    private const double Variance = 0.02;

    private readonly int _features;
    private readonly double[] _root;

    /// <param name="correlation">[features, features], lower half.</param>
    /// <param name="features">Their number.</param>
    /// <param name="strength">Of the regularisation, above 0.</param>
    public HeadCurvature(ReadOnlySpan<double> correlation, int features, double strength)
    {
        _features = features;
        _root = new double[features * features];
        for (int row = 0; row < features; row++)
        {
            Span<double> of = _root.AsSpan(row * features, row + 1);
            for (int column = 0; column <= row; column++)
            {
                // Cholesky: the row so far, less what the columns before explain.
                double value = (Variance * correlation[(row * features) + column]) + (row == column ? strength : 0)
                    - TensorPrimitives.Dot(of[..column], _root.AsSpan(column * features, column));
                of[column] = row == column ? Math.Sqrt(Math.Max(value, strength * 1e-3)) : value / _root[(column * features) + column];
            }
        }
    }

    /// <summary>Replaces v, [classes, features + 1], by the inverse of the curvature times v.</summary>
    public void Solve(double[] v)
    {
        int width = _features + 1;
        for (int row = 0; row < _features; row++)
        {
            ReadOnlySpan<double> of = _root.AsSpan(row * _features, row + 1);
            for (int first = 0; first < v.Length; first += width)
            {
                v[first + row] = (v[first + row] - TensorPrimitives.Dot(of[..row], v.AsSpan(first, row))) / of[row];
            }
        }

        for (int row = _features - 1; row >= 0; row--)
        {
            ReadOnlySpan<double> of = _root.AsSpan(row * _features, row + 1);
            for (int first = 0; first < v.Length; first += width)
            {
                v[first + row] /= of[row];
                Span<double> before = v.AsSpan(first, row);
                TensorPrimitives.MultiplyAdd(of[..row], -v[first + row], before, before);
            }
        }

        for (int bias = _features; bias < v.Length; bias += width)
        {
            v[bias] /= Variance;
        }
    }
}
