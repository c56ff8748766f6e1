using System.Collections.Concurrent;

namespace FashionSpark.Models;

/// <summary>Models of this process by content: loaded once, whatever the number of partitions and stages.</summary>
public static class ModelCache
{
    private static readonly ConcurrentDictionary<(string Hash, int Threads), Lazy<IClassifier>> Loaded = new();

    /// <summary>The model of a file, loaded where this process has not loaded it yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hash">The content it must have.</param>
    /// <param name="threads">Processor threads of one call.</param>
    /// <exception cref="ModelFormatException">The file is no model, or has other content by now.</exception>
    public static IClassifier Get(string path, string hash, int threads)
    {
        IClassifier model;
        try
        {
            model = Loaded.GetOrAdd((hash, threads), _ => new Lazy<IClassifier>(() => ModelFormats.Open(path, threads))).Value;
        }
        catch
        {
            // A file that was not there yet must not stay missing for the life of the process.
            Loaded.TryRemove((hash, threads), out _);
            throw;
        }

        if (model.Hash == hash)
        {
            return model;
        }

        Loaded.TryRemove((hash, threads), out _);
        throw new ModelFormatException($"Model '{path}' has changed since the run began (hash {model.Hash}, expected {hash}). Run again.");
    }

    /// <summary>Frees every model. Only for a process in which no partition runs: a call in progress would lose its model.</summary>
    public static void Clear()
    {
        foreach ((string, int) key in Loaded.Keys)
        {
            if (Loaded.TryRemove(key, out Lazy<IClassifier>? model) && model.IsValueCreated)
            {
                model.Value.Dispose();
            }
        }
    }
}
