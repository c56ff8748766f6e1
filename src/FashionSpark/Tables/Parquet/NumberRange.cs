using System.Numerics;
using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>
/// Range of numbers. A column that holds NaN has no bounds: Spark counts NaN as greater than every number, JSON cannot
/// write it.
/// </summary>
internal sealed class NumberRange<T> : ValueRange<T>
    where T : struct, INumber<T>
{
    private bool _sawNaN;

    public override void Add(T value)
    {
        if (T.IsNaN(value))
        {
            _sawNaN = true;
            return;
        }

        base.Add(value);
    }

    protected override int Compare(T left, T right) => left.CompareTo(right);

    protected override JsonNode? LowerBound(T value) => Bound(value);

    protected override JsonNode? UpperBound(T value) => Bound(value);

    private JsonValue? Bound(T value) => _sawNaN || !T.IsFinite(value) ? null : JsonValue.Create(value);
}
