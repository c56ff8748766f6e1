using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FashionSpark.Pipeline;

/// <summary>
/// The images of a source at 24 bytes each, whatever their number: the id, and where the image is (see
/// <see cref="ImagePlace"/>). The one thing in a run that grows with the number of images. Filled first, then sealed;
/// then rows of a table are ticked off, and what remains is what the table lacks.
/// </summary>
internal sealed class ListedImages
{
    private readonly List<UInt128> _ids = [];
    private readonly List<ulong> _places = [];
    private BitArray _ticked = new(0);

    /// <summary>Different images, once sealed.</summary>
    public int Count => _ids.Count;

    public void Add(string id, ulong place)
    {
        _ids.Add(Parse(id));
        _places.Add(place);
    }

    /// <summary>Sorts the images and returns the ids that were added more than once; say where those are with <see cref="SetPlace"/>.</summary>
    public IReadOnlyList<string> Seal()
    {
        Span<UInt128> ids = CollectionsMarshal.AsSpan(_ids);
        Span<ulong> places = CollectionsMarshal.AsSpan(_places);
        ids.Sort(places);
        var twice = new List<string>();
        int kept = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (i == 0 || ids[i] != ids[i - 1])
            {
                places[kept] = places[i];
                ids[kept++] = ids[i];
            }
            else if (twice.Count == 0 || twice[^1] != Format(ids[i]))
            {
                twice.Add(Format(ids[i]));
            }
        }

        _ids.RemoveRange(kept, _ids.Count - kept);
        _places.RemoveRange(kept, _places.Count - kept);
        _ticked = new BitArray(kept);
        return twice;
    }

    /// <summary>Which of several places of an image counts.</summary>
    public void SetPlace(string id, ulong place) => _places[_ids.BinarySearch(Parse(id))] = place;

    /// <summary>Compares a row of a table with the list, and ticks the image off where both say the same.</summary>
    public ListedState Tick(string id, ulong place)
    {
        int at = _ids.BinarySearch(Parse(id));
        if (at < 0)
        {
            return ListedState.Absent;
        }

        if (_places[at] != place)
        {
            return ListedState.Elsewhere;
        }

        if (_ticked[at])
        {
            return ListedState.Again;
        }

        _ticked[at] = true;
        return ListedState.Same;
    }

    /// <summary>As if no image had been ticked off.</summary>
    public void Untick() => _ticked.SetAll(false);

    /// <summary>Ids not ticked off, in order.</summary>
    public IReadOnlyList<string> Remaining() => [.. _ids.Where((_, i) => !_ticked[i]).Select(Format)];

    private static UInt128 Parse(string id) => UInt128.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string Format(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);
}
