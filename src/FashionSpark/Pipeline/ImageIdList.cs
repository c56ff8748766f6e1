using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FashionSpark.Pipeline;

/// <summary>
/// Image ids at 16 bytes each: the one thing in a run that grows with the number of images. Filled first, then sealed,
/// then asked.
/// </summary>
internal sealed class ImageIdList
{
    private readonly List<UInt128> _ids = [];
    private BitArray _removed = new(0);

    public void Add(string id) => _ids.Add(Parse(id));

    /// <summary>Sorts the ids and returns those that were added more than once.</summary>
    public IReadOnlyList<string> Seal()
    {
        Span<UInt128> sorted = CollectionsMarshal.AsSpan(_ids);
        sorted.Sort();
        var twice = new List<string>();
        int kept = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                sorted[kept++] = sorted[i];
            }
            else if (twice.Count == 0 || twice[^1] != Format(sorted[i]))
            {
                twice.Add(Format(sorted[i]));
            }
        }

        _ids.RemoveRange(kept, _ids.Count - kept);
        _removed = new BitArray(kept);
        return twice;
    }

    /// <summary>Takes an id off the list; false where it is not on it (any more).</summary>
    public bool Remove(string id)
    {
        int at = _ids.BinarySearch(Parse(id));
        if (at < 0 || _removed[at])
        {
            return false;
        }

        _removed[at] = true;
        return true;
    }

    /// <summary>Ids not removed, in order.</summary>
    public IReadOnlyList<string> Remaining() => [.. _ids.Where((_, i) => !_removed[i]).Select(Format)];

    private static UInt128 Parse(string id) => UInt128.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string Format(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);
}
