using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>
/// Range of strings, cut to <see cref="PrefixLength"/> characters as Delta Lake does. A prefix is a lower bound as it
/// is; as an upper bound its last character that can grow is raised.
/// </summary>
internal sealed class StringRange : ValueRange<ReadOnlyMemory<char>>
{
    /// <summary>Delta Lake's default for <c>stringPrefixLength</c>.</summary>
    public const int PrefixLength = 32;

    protected override int Compare(ReadOnlyMemory<char> left, ReadOnlyMemory<char> right) => Utf8Order.Compare(left.Span, right.Span);

    protected override JsonNode? LowerBound(ReadOnlyMemory<char> value) => JsonValue.Create(Prefix(value.Span));

    protected override JsonNode? UpperBound(ReadOnlyMemory<char> value)
    {
        string prefix = Prefix(value.Span);
        if (prefix.Length == value.Length)
        {
            return JsonValue.Create(prefix);
        }

        for (int end = prefix.Length; end > 0;)
        {
            bool pair = char.IsLowSurrogate(prefix[end - 1]) && end > 1;
            int start = pair ? end - 2 : end - 1;
            int point = pair ? char.ConvertToUtf32(prefix[start], prefix[end - 1]) : prefix[start];
            if (point < 0x10FFFF)
            {
                int next = point == 0xD7FF ? 0xE000 : point + 1;
                return JsonValue.Create(prefix[..start] + char.ConvertFromUtf32(next));
            }

            end = start;
        }

        return null;
    }

    private static string Prefix(ReadOnlySpan<char> value)
    {
        if (value.Length <= PrefixLength)
        {
            return new string(value);
        }

        int length = char.IsHighSurrogate(value[PrefixLength - 1]) ? PrefixLength - 1 : PrefixLength;
        return new string(value[..length]);
    }
}
