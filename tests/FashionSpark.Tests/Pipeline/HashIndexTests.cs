using System.Numerics;
using FashionSpark.Pipeline;

namespace FashionSpark.Tests.Pipeline;

public sealed class HashIndexTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(11)]
    public void Nearest_FindsWhatComparingWithAllFinds(int distance)
    {
        var random = new Random(distance);
        ulong[] hashes = [.. Enumerable.Range(0, 2000).Select(_ => (ulong)random.NextInt64()).Distinct()];
        var index = new HashIndex(hashes, distance);
        int found = 0;
        for (int i = 0; i < 500; i++)
        {
            ulong query = Flip(hashes[random.Next(hashes.Length)], random, random.Next(14));
            (int Distance, int Index) expected = hashes.Select((hash, at) => (BitOperations.PopCount(hash ^ query), at)).Min();

            (int Index, int Distance)? nearest = index.Nearest(query);

            Assert.Equal(expected.Distance <= distance ? (expected.Index, expected.Distance) : null, nearest);
            found += nearest is null ? 0 : 1;
        }

        Assert.InRange(found, 10, 490);
    }

    private static ulong Flip(ulong hash, Random random, int bits)
    {
        int[] places = [.. Enumerable.Range(0, 64)];
        random.Shuffle(places);
        return places.Take(bits).Aggregate(hash, (flipped, bit) => flipped ^ (1UL << bit));
    }
}
