namespace FashionSpark.Training.Transfer;

/// <summary>The features that partitions of this process hold between the calls of a training; the driver ends those of its own.</summary>
internal static class FeatureMatrices
{
    /// <summary>Most partitions a process keeps: more than run on one machine, few enough to notice trainings that died.</summary>
    private const int Most = 64;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<(string Run, string Split, int Partition), (FeatureMatrix Matrix, long Used)> Kept = [];
    private static long _clock;

    public static FeatureMatrix Get((string Run, string Split, int Partition) key, Func<FeatureMatrix> read)
    {
        lock (Gate)
        {
            if (Kept.TryGetValue(key, out (FeatureMatrix Matrix, long Used) known))
            {
                Kept[key] = known with { Used = ++_clock };
                return known.Matrix;
            }
        }

        // Read outside the lock: partitions load side by side. No two tasks of one partition run at a time.
        FeatureMatrix matrix = read();
        lock (Gate)
        {
            if (Kept.Count >= Most)
            {
                Kept.Remove(Kept.MinBy(pair => pair.Value.Used).Key);
            }

            Kept[key] = (matrix, ++_clock);
        }

        return matrix;
    }

    public static void End(string run)
    {
        lock (Gate)
        {
            foreach ((string Run, string Split, int Partition) key in Kept.Keys.Where(key => key.Run == run).ToArray())
            {
                Kept.Remove(key);
            }
        }
    }
}
