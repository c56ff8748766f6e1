namespace FashionSpark.Torch.Training;

/// <summary>The sessions of this process, by training and partition; the driver ends those of its training.</summary>
internal static class TrainSessions
{
    /// <summary>Most sessions a process keeps: far more than partitions run on one machine, few enough to notice trainings that died.</summary>
    private const int Most = 64;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<(string Run, string Split, int Partition), (TrainSession Session, long Used)> Sessions = [];
    private static long s_clock;

    public static TrainSession Get(string run, string split, int partition, Func<PartitionImages> read)
    {
        lock (Gate)
        {
            if (Sessions.TryGetValue((run, split, partition), out (TrainSession Session, long Used) known))
            {
                Sessions[(run, split, partition)] = known with { Used = ++s_clock };
                return known.Session;
            }
        }

        // Read outside the lock: partitions load side by side. No two tasks of one partition run at a time.
        TrainSession session = new(read());
        lock (Gate)
        {
            if (Sessions.Count >= Most)
            {
                // Dropped, not disposed: it may be in use, and the collector frees its tensors.
                Sessions.Remove(Sessions.MinBy(pair => pair.Value.Used).Key);
            }

            Sessions[(run, split, partition)] = (session, ++s_clock);
        }

        return session;
    }

    /// <summary>Frees what a training holds in this process. None of its partitions may be running.</summary>
    public static void End(string run)
    {
        lock (Gate)
        {
            foreach ((string Run, string Split, int Partition) key in Sessions.Keys.Where(key => key.Run == run).ToArray())
            {
                Sessions.Remove(key, out (TrainSession Session, long Used) ended);
                ended.Session.Dispose();
            }
        }
    }
}
