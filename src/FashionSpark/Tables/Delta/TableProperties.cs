namespace FashionSpark.Tables;

/// <summary>Table properties that this client sets or obeys.</summary>
internal static class TableProperties
{
    /// <summary>Commits between checkpoints; Delta Lake's default.</summary>
    private const int DefaultCheckpointInterval = 10;

    private const string CheckpointInterval = "delta.checkpointInterval";
    private const string DeletedFileRetention = "delta.deletedFileRetentionDuration";

    /// <summary>Other keys under <c>delta.</c> switch on features of the protocol, which needs more than a property.</summary>
    private static readonly string[] Settable = [ProtocolCheck.AppendOnly, CheckpointInterval, DeletedFileRetention, "delta.logRetentionDuration"];

    /// <exception cref="InvalidInputException">A key that only Spark can set.</exception>
    public static void CheckSettable(IEnumerable<string> keys)
    {
        string? key = keys.FirstOrDefault(key => key.StartsWith("delta.", StringComparison.OrdinalIgnoreCase) && !Settable.Contains(key));
        if (key is not null)
        {
            throw new InvalidInputException($"Table property '{key}' cannot be set here; of Delta's own only {string.Join(", ", Settable)} can. Set it with Spark.");
        }
    }

    /// <summary>The properties with these set; null where nothing changes.</summary>
    public static IReadOnlyDictionary<string, string>? Merge(IReadOnlyDictionary<string, string> present, IReadOnlyDictionary<string, string> set)
    {
        if (set.All(pair => present.TryGetValue(pair.Key, out string? value) && value == pair.Value))
        {
            return null;
        }

        Dictionary<string, string> merged = new(present, StringComparer.Ordinal);
        foreach ((string key, string value) in set)
        {
            merged[key] = value;
        }

        return merged;
    }

    public static int ReadCheckpointInterval(IReadOnlyDictionary<string, string> properties) =>
        properties.TryGetValue(CheckpointInterval, out string? text) && int.TryParse(text, out int interval) && interval > 0
            ? interval
            : DefaultCheckpointInterval;

    /// <summary>How long tombstones are kept; one week unless set. Null = a text that is not understood: keep them all.</summary>
    public static TimeSpan? ReadDeletedFileRetention(IReadOnlyDictionary<string, string> properties)
    {
        if (!properties.TryGetValue(DeletedFileRetention, out string? text))
        {
            return TimeSpan.FromDays(7);
        }

        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int first = words.Length > 0 && words[0].Equals("interval", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        if (words.Length != first + 2 || !int.TryParse(words[first], out int number) || number < 0)
        {
            return null;
        }

        return words[first + 1].TrimEnd('s', 'S').ToUpperInvariant() switch
        {
            "SECOND" => TimeSpan.FromSeconds(number),
            "MINUTE" => TimeSpan.FromMinutes(number),
            "HOUR" => TimeSpan.FromHours(number),
            "DAY" => TimeSpan.FromDays(number),
            "WEEK" => TimeSpan.FromDays(7 * (long)number),
            _ => null,
        };
    }
}
