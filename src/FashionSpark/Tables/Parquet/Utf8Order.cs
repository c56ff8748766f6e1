namespace FashionSpark.Tables;

/// <summary>
/// Compares UTF-16 text as Spark compares UTF-8: by code point. Plain ordinal comparison puts characters beyond the
/// basic plane (surrogates, U+D800 to U+DFFF) before U+E000 to U+FFFF.
/// </summary>
internal static class Utf8Order
{
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int same = left.CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        return Rank(left[same]).CompareTo(Rank(right[same]));
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
