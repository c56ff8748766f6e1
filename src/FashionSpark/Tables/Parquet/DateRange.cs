using System.Globalization;
using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

internal sealed class DateRange : ValueRange<DateOnly>
{
    protected override int Compare(DateOnly left, DateOnly right) => left.CompareTo(right);

    protected override JsonNode? LowerBound(DateOnly value) => Bound(value);

    protected override JsonNode? UpperBound(DateOnly value) => Bound(value);

    private static JsonValue Bound(DateOnly value) => JsonValue.Create(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
