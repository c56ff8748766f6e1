using System.Globalization;
using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>Range of timestamps: Delta's statistics hold milliseconds, so the lower bound is cut and the upper rounded up.</summary>
internal sealed class TimestampRange : ValueRange<DateTime>
{
    private readonly string _format;

    public TimestampRange(bool utc) => _format = utc ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff";

    protected override int Compare(DateTime left, DateTime right) => left.CompareTo(right);

    protected override JsonNode? LowerBound(DateTime value) => Bound(value);

    protected override JsonNode? UpperBound(DateTime value) =>
        value.Ticks % TimeSpan.TicksPerMillisecond == 0 ? Bound(value)
        : value > DateTime.MaxValue.AddMilliseconds(-1) ? null
        : Bound(value.AddMilliseconds(1));

    private JsonValue Bound(DateTime value) => JsonValue.Create(value.ToString(_format, CultureInfo.InvariantCulture));
}
