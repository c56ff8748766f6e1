namespace FashionSpark.Spark.Plans;

/// <summary>For every partition an integer that Spark's hash partitioning places there.</summary>
internal static class BucketKeys
{
    public static IReadOnlyList<int> For(int partitions)
    {
        var keys = new int?[partitions];
        int missing = partitions;
        for (int key = 0; missing > 0; key++)
        {
            ref int? slot = ref keys[Murmur3.Partition(key, partitions)];
            if (slot is null)
            {
                slot = key;
                missing--;
            }
        }

        return [.. keys.Select(key => key!.Value)];
    }
}
