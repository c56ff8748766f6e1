namespace FashionSpark.Torch.Training;

/// <summary>The sessions of this process, by training and partition; behind them the files of the executor, where it has a folder.</summary>
internal static class TrainSessions
{
    /// <summary>Most sessions a process keeps: far more than partitions run on one machine, few enough to notice trainings that died.</summary>
    private const int Most = 64;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<HeldKey, (TrainSession Session, long Used)> Sessions = [];
    private static long _clock;

    /// <summary>Null where neither this process nor its machine holds the partition.</summary>
    /// <param name="key">Training, split and partition.</param>
    /// <param name="localFolder">See <see cref="Engines.PartitionContext.LocalFolder"/>.</param>
    public static TrainSession? Find(HeldKey key, string? localFolder)
    {
        lock (Gate)
        {
            if (Sessions.TryGetValue(key, out (TrainSession Session, long Used) known))
            {
                Sessions[key] = known with { Used = ++_clock };
                return known.Session;
            }
        }

        HeldFiles? files = FilesOf(key, localFolder);
        return files?.Images() is { } images ? Keep(key, new TrainSession(images, files)) : null;
    }

    public static TrainSession Add(HeldKey key, string? localFolder, PartitionImages images)
    {
        HeldFiles? files = FilesOf(key, localFolder);
        return Keep(key, new TrainSession(files?.Keep(images) ?? images, files));
    }

    /// <summary>Frees what a training holds in this process. None of its partitions may be running.</summary>
    public static void End(string run)
    {
        lock (Gate)
        {
            foreach (HeldKey key in Sessions.Keys.Where(key => key.Run == run).ToArray())
            {
                Sessions.Remove(key, out (TrainSession Session, long Used) ended);
                ended.Session.Dispose();
            }
        }

        TorchThreads.GiveBack();
    }

    /// <summary>Frees everything that this process holds. Nothing may be running.</summary>
    public static void Clear()
    {
        TrainState.Forget();
        lock (Gate)
        {
            foreach ((TrainSession session, _) in Sessions.Values)
            {
                session.Dispose();
            }

            Sessions.Clear();
        }
    }

    private static HeldFiles? FilesOf(HeldKey key, string? localFolder) => localFolder is null ? null : new HeldFiles(localFolder, key);

    /// <summary>Of two that come at once, as when Spark repeats a slow task elsewhere, the first stays.</summary>
    private static TrainSession Keep(HeldKey key, TrainSession session)
    {
        lock (Gate)
        {
            if (Sessions.TryGetValue(key, out (TrainSession Session, long Used) first))
            {
                return first.Session;
            }

            if (Sessions.Count >= Most)
            {
                // Dropped, not disposed: it may be in use, and the collector frees its tensors.
                Sessions.Remove(Sessions.MinBy(pair => pair.Value.Used).Key);
            }

            Sessions[key] = (session, ++_clock);
            return session;
        }
    }
}
