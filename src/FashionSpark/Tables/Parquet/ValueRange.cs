using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>Follows the least and greatest of the values of a column.</summary>
internal abstract class ValueRange<T>
    where T : struct
{
    private T _min;
    private T _max;
    private bool _any;

    public JsonNode? Min => _any ? LowerBound(_min) : null;

    public JsonNode? Max => _any ? UpperBound(_max) : null;

    public virtual void Add(T value)
    {
        if (!_any)
        {
            _min = _max = value;
            _any = true;
        }
        else if (Compare(value, _min) < 0)
        {
            _min = value;
        }
        else if (Compare(value, _max) > 0)
        {
            _max = value;
        }
    }

    protected abstract int Compare(T left, T right);

    /// <summary>The value or something below it; null = no bound can be written.</summary>
    protected abstract JsonNode? LowerBound(T value);

    /// <summary>The value or something above it; null = no bound can be written.</summary>
    protected abstract JsonNode? UpperBound(T value);
}
