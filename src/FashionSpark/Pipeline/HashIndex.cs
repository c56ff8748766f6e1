using System.Numerics;

namespace FashionSpark.Pipeline;

/// <summary>
/// Finds the nearest of many 64-bit hashes by Hamming distance: cut into four bands of 16 bits, two hashes that differ in
/// at most d bits differ in at most d / 4 bits in some band, so that looking up the neighbours of each band finds them all.
/// </summary>
internal sealed class HashIndex
{
    private const int Bands = 4;
    private const int BandBits = 16;

    private readonly ulong[] _hashes;
    private readonly int _distance;
    private readonly ushort[] _masks;
    private readonly int[][] _starts;
    private readonly int[][] _members;

    /// <param name="hashes">Different hashes.</param>
    /// <param name="distance">Largest distance of interest.</param>
    public HashIndex(ulong[] hashes, int distance)
    {
        _hashes = hashes;
        _distance = distance;
        _masks = [.. Enumerable.Range(0, 1 << BandBits).Where(mask => BitOperations.PopCount((uint)mask) <= distance / Bands).Select(mask => (ushort)mask)];
        _starts = new int[Bands][];
        _members = new int[Bands][];
        for (int band = 0; band < Bands; band++)
        {
            // Sorted by counting: members of a bucket are neighbours.
            var starts = new int[(1 << BandBits) + 1];
            foreach (ulong hash in hashes)
            {
                starts[Key(hash, band) + 1]++;
            }

            for (int i = 1; i < starts.Length; i++)
            {
                starts[i] += starts[i - 1];
            }

            int[] next = [.. starts];
            var members = new int[hashes.Length];
            for (int i = 0; i < hashes.Length; i++)
            {
                members[next[Key(hashes[i], band)]++] = i;
            }

            _starts[band] = starts;
            _members[band] = members;
        }
    }

    /// <summary>Number of the nearest hash, the first of equals, and its distance; null where none is near enough.</summary>
    public (int Index, int Distance)? Nearest(ulong hash)
    {
        (int Distance, int Index) best = (_distance + 1, int.MaxValue);
        for (int band = 0; band < Bands; band++)
        {
            ushort key = Key(hash, band);
            foreach (ushort mask in _masks)
            {
                int bucket = key ^ mask;
                for (int i = _starts[band][bucket]; i < _starts[band][bucket + 1]; i++)
                {
                    int index = _members[band][i];
                    (int, int) found = (BitOperations.PopCount(hash ^ _hashes[index]), index);
                    best = found.CompareTo(best) < 0 ? found : best;
                }
            }
        }

        return best.Distance <= _distance ? (best.Index, best.Distance) : null;
    }

    private static ushort Key(ulong hash, int band) => (ushort)(hash >> (band * BandBits));
}
