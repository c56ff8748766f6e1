using System.Numerics;

namespace FashionSpark.Spark.Plans;

/// <summary>Spark's hash of an INT (Murmur3_x86_32.hashInt), by which its hash partitioning places rows.</summary>
internal static class Murmur3
{
    /// <summary>Seed of Spark's <c>hash</c> function and of hash partitioning.</summary>
    public const uint SparkSeed = 42;

    public static int HashInt(int value, uint seed = SparkSeed)
    {
        uint k = unchecked((uint)value * 0xcc9e2d51);
        k = BitOperations.RotateLeft(k, 15) * 0x1b873593;
        uint h = BitOperations.RotateLeft(seed ^ k, 13);
        h = (h * 5) + 0xe6546b64;

        h ^= sizeof(int);
        h ^= h >> 16;
        h *= 0x85ebca6b;
        h ^= h >> 13;
        h *= 0xc2b2ae35;
        h ^= h >> 16;
        return unchecked((int)h);
    }

    /// <summary>The partition of a key among <paramref name="partitions"/>: Spark's <c>pmod(hash(key), n)</c>.</summary>
    public static int Partition(int key, int partitions)
    {
        int remainder = HashInt(key) % partitions;
        return remainder < 0 ? remainder + partitions : remainder;
    }
}
