using System.Numerics.Tensors;

namespace FashionSpark.Training.Transfer;

/// <summary>
/// Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithms 7.4, 3.5 and 3.6) for smooth functions whose
/// value and gradient are computed together and are expensive. What is known of the curvature beforehand saves most of
/// the evaluations.
/// </summary>
internal sealed class Lbfgs
{
    /// <summary>Pairs of steps and gradient differences that stand for the curvature.</summary>
    private const int Memory = 12;

    /// <summary>Conditions of Wolfe: enough decrease, and a slope that has become flat enough.</summary>
    private const double Decrease = 1e-4;
    private const double Flatness = 0.9;

    /// <summary>Rounding of a value of about 1 that is a sum of many: below it, a decrease cannot be told.</summary>
    private const double ValueNoise = 1e-13;

    private const int MostTries = 20;

    private readonly Func<double[], Task<(double Value, double[] Gradient)>> _function;
    private readonly Action<double[]> _solve;
    private readonly double _tolerance;
    private readonly int _most;
    private readonly List<(double[] Step, double[] Change, double Rho)> _pairs = [];

    /// <summary>The factor that B lacks, by the last step.</summary>
    private double _scale = 1;

    /// <param name="function">Value and gradient.</param>
    /// <param name="solve">Replaces a vector v by B v, where B is about the inverse of the curvature, up to a factor.</param>
    /// <param name="tolerance">Length of the gradient at which a point is a minimum.</param>
    /// <param name="most">Most evaluations.</param>
    public Lbfgs(Func<double[], Task<(double Value, double[] Gradient)>> function, Action<double[]> solve, double tolerance, int most)
    {
        _function = function;
        _solve = solve;
        _tolerance = tolerance;
        _most = most;
    }

    public int Evaluations { get; private set; }

    /// <summary>The minimum near a start, or the best point after the most evaluations; a value that is no number is handed back as it is.</summary>
    public async Task<(double[] Point, double Value)> MinimiseAsync(double[] start)
    {
        Trial at = await EvaluateAsync(start, 0, []).ConfigureAwait(false);
        while (double.IsFinite(at.Value) && Norm(at.Gradient) > _tolerance && Evaluations < _most)
        {
            double[] direction = Direction(at.Gradient);
            double slope = TensorPrimitives.Dot<double>(at.Gradient, direction);
            if (await SearchAsync(at with { Length = 0, Slope = slope }, direction).ConfigureAwait(false) is not { } next)
            {
                if (_pairs.Count == 0)
                {
                    break;
                }

                // Curvature from far away misleads: once more straight downhill.
                _pairs.Clear();
                continue;
            }

            Remember(at, next);
            at = next;
        }

        return (at.Point, at.Value);
    }

    /// <summary>A step that satisfies the strong Wolfe conditions; null where rounding leaves none to be found.</summary>
    private async Task<Trial?> SearchAsync(Trial from, double[] direction)
    {
        (Trial low, Trial? high) = (from, null);
        double length = 1;
        for (int i = 0; i < MostTries && Evaluations < _most; i++)
        {
            Trial trial = await EvaluateAsync(from.Point, length, direction).ConfigureAwait(false);
            if (!(trial.Value <= from.Value + (Decrease * length * from.Slope) + (ValueNoise * Math.Abs(from.Value))) || (trial.Value > low.Value + (ValueNoise * Math.Abs(from.Value)) && low.Length > 0))
            {
                high = trial;
            }
            else if (Math.Abs(trial.Slope) <= -Flatness * from.Slope)
            {
                return trial;
            }
            else if (high is null ? trial.Slope < 0 : trial.Slope * (high.Length - low.Length) < 0)
            {
                low = trial;
            }
            else
            {
                (low, high) = (trial, low);
            }

            length = high is null ? 2.5 * length : Between(low, high);
        }

        return null;
    }

    /// <summary>Minimum of the cubic through values and slopes, kept off the ends; the middle where the values are no numbers.</summary>
    private static double Between(Trial low, Trial high)
    {
        double width = high.Length - low.Length;
        double d1 = low.Slope + high.Slope - (3 * (low.Value - high.Value) / (low.Length - high.Length));
        double root = (d1 * d1) - (low.Slope * high.Slope);
        double share = 0.5;
        if (root >= 0)
        {
            double d2 = Math.Sign(width) * Math.Sqrt(root);
            double length = high.Length - (width * (high.Slope + d2 - d1) / (high.Slope - low.Slope + (2 * d2)));
            share = (length - low.Length) / width;
        }

        return low.Length + (width * (double.IsFinite(share) ? Math.Clamp(share, 0.1, 0.9) : 0.5));
    }

    /// <summary>Downhill, by the two loops over the pairs.</summary>
    private double[] Direction(double[] gradient)
    {
        var direction = new double[gradient.Length];
        TensorPrimitives.Negate<double>(gradient, direction);
        var shares = new double[_pairs.Count];
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            (double[] step, double[] change, double rho) = _pairs[i];
            shares[i] = rho * TensorPrimitives.Dot<double>(step, direction);
            TensorPrimitives.MultiplyAdd(change, -shares[i], direction, direction);
        }

        _solve(direction);
        if (_pairs.Count > 0)
        {
            TensorPrimitives.Multiply(direction, _scale, direction);
        }

        for (int i = 0; i < _pairs.Count; i++)
        {
            (double[] step, double[] change, double rho) = _pairs[i];
            TensorPrimitives.MultiplyAdd(step, shares[i] - (rho * TensorPrimitives.Dot<double>(change, direction)), direction, direction);
        }

        return direction;
    }

    private void Remember(Trial from, Trial to)
    {
        var step = new double[from.Point.Length];
        var change = new double[from.Point.Length];
        TensorPrimitives.Subtract<double>(to.Point, from.Point, step);
        TensorPrimitives.Subtract<double>(to.Gradient, from.Gradient, change);
        double curvature = TensorPrimitives.Dot<double>(step, change);
        if (curvature > 0)
        {
            _pairs.Add((step, change, 1 / curvature));
            var solved = (double[])change.Clone();
            _solve(solved);
            _scale = curvature / TensorPrimitives.Dot<double>(change, solved);
        }

        if (_pairs.Count > Memory)
        {
            _pairs.RemoveAt(0);
        }
    }

    private async Task<Trial> EvaluateAsync(double[] from, double length, double[] direction)
    {
        double[] point = from;
        if (direction.Length > 0)
        {
            point = new double[from.Length];
            TensorPrimitives.MultiplyAdd(direction, length, from, point);
        }

        Evaluations++;
        (double value, double[] gradient) = await _function(point).ConfigureAwait(false);
        return new Trial(length, point, value, gradient, direction.Length > 0 ? TensorPrimitives.Dot<double>(gradient, direction) : 0);
    }

    private static double Norm(double[] values) => TensorPrimitives.Norm<double>(values);

    /// <summary>A point that was tried, its distance from the last one, and the slope along the way.</summary>
    private sealed record Trial(double Length, double[] Point, double Value, double[] Gradient, double Slope);
}
