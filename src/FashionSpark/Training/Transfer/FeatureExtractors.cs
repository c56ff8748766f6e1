using System.Collections.Concurrent;
using FashionSpark.Models.Backbones;

namespace FashionSpark.Training.Transfer;

/// <summary>Backbones of this process: loaded once, whatever the number of partitions.</summary>
public static class FeatureExtractors
{
    private static readonly ConcurrentDictionary<(string Fingerprint, int Threads), Lazy<FeatureExtractor>> Loaded = new();

    internal static FeatureExtractor Get(BackboneSpec spec, int threads)
    {
        (string, int) key = (spec.Fingerprint(), threads);
        try
        {
            return Loaded.GetOrAdd(key, _ => new Lazy<FeatureExtractor>(() => new FeatureExtractor(spec, threads))).Value;
        }
        catch
        {
            // A file that was not there yet must not stay missing for the life of the process.
            Loaded.TryRemove(key, out _);
            throw;
        }
    }

    /// <summary>Frees every backbone and all features held. Only for a process in which no partition runs.</summary>
    public static void Clear()
    {
        FeatureMatrices.Clear();
        foreach ((string, int) key in Loaded.Keys)
        {
            if (Loaded.TryRemove(key, out Lazy<FeatureExtractor>? extractor) && extractor.IsValueCreated)
            {
                extractor.Value.Dispose();
            }
        }
    }
}
