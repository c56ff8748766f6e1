using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>The features that this process holds for trainings; behind them the files of the executor, where it has a folder.</summary>
internal static class FeatureMatrices
{
    /// <summary>Most partitions a process keeps: more than run on one machine, few enough to notice trainings that died.</summary>
    private const int Most = 64;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<FeaturesKey, (FeatureMatrix Matrix, long Used)> Kept = [];
    private static long _clock;

    /// <summary>Null where neither this process nor its machine holds the partition.</summary>
    /// <param name="key">Training, split and partition.</param>
    /// <param name="localFolder">See <see cref="PartitionContext.LocalFolder"/>.</param>
    public static FeatureMatrix? Find(FeaturesKey key, string? localFolder)
    {
        lock (Gate)
        {
            if (Kept.TryGetValue(key, out (FeatureMatrix Matrix, long Used) known))
            {
                Kept[key] = known with { Used = ++_clock };
                return known.Matrix;
            }
        }

        return localFolder is not null && File.Exists(PathOf(key, localFolder)) ? Keep(key, FeatureMatrix.Read(PathOf(key, localFolder))) : null;
    }

    public static FeatureMatrix Add(FeaturesKey key, string? localFolder, FeatureMatrix matrix)
    {
        if (localFolder is not null)
        {
            ExecutorFiles.Replace(PathOf(key, localFolder), matrix.Write);
        }

        return Keep(key, matrix);
    }

    /// <summary>Frees what a training holds in this process.</summary>
    public static void End(string run)
    {
        lock (Gate)
        {
            foreach (FeaturesKey key in Kept.Keys.Where(key => key.Run == run).ToArray())
            {
                Kept.Remove(key);
            }
        }
    }

    /// <summary>Frees everything; what the machine has in files is found again.</summary>
    public static void Clear()
    {
        lock (Gate)
        {
            Kept.Clear();
        }
    }

    private static string PathOf(FeaturesKey key, string localFolder) =>
        Path.Combine(ExecutorFiles.FolderOf(localFolder, key.Run), $"{key.Split}-{key.Partition}.features");

    private static FeatureMatrix Keep(FeaturesKey key, FeatureMatrix matrix)
    {
        lock (Gate)
        {
            if (Kept.Count >= Most && !Kept.ContainsKey(key))
            {
                Kept.Remove(Kept.MinBy(pair => pair.Value.Used).Key);
            }

            Kept[key] = (matrix, ++_clock);
        }

        return matrix;
    }
}
