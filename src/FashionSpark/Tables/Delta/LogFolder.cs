using System.Globalization;
using System.Text.RegularExpressions;

namespace FashionSpark.Tables;

/// <summary>
/// The files of a <c>_delta_log</c> folder by what their names say. Temporary files, checksums and names of later
/// protocol versions are passed over. <c>_last_checkpoint</c> is not read: it saves a listing on object stores, on a
/// file system the listing is cheaper, and the hint has been found mangled.
/// </summary>
internal sealed partial class LogFolder
{
    private readonly string _folder;

    private LogFolder(string folder) => _folder = folder;

    /// <summary>Versions that have a commit file.</summary>
    public SortedSet<long> Commits { get; } = [];

    /// <summary>Version to the files of a complete classic checkpoint, in order of their parts.</summary>
    public SortedDictionary<long, IReadOnlyList<string>> Checkpoints { get; } = [];

    /// <summary>Checkpoints of the V2 kind, which are not read.</summary>
    public bool HasV2Checkpoints { get; private set; }

    /// <summary>The newest version; -1 = no table.</summary>
    public long Latest => Math.Max(Commits.Count == 0 ? -1 : Commits.Max, Checkpoints.Count == 0 ? -1 : Checkpoints.Keys.Last());

    public static string Of(string table) => Path.Combine(table, "_delta_log");

    public static string CommitPath(string table, long version) => Path.Combine(Of(table), $"{Name(version)}.json");

    public static string CheckpointPath(string table, long version) => Path.Combine(Of(table), $"{Name(version)}.checkpoint.parquet");

    public string CommitPath(long version) => Path.Combine(_folder, $"{Name(version)}.json");

    public static LogFolder List(string table)
    {
        LogFolder log = new(Of(table));
        if (!Directory.Exists(log._folder))
        {
            return log;
        }

        Dictionary<(long Version, int Parts), SortedDictionary<int, string>> parts = [];
        foreach (string path in Directory.EnumerateFiles(log._folder))
        {
            string name = Path.GetFileName(path);
            if (CommitName().Match(name) is { Success: true } commit)
            {
                log.Commits.Add(Number(commit, 1));
            }
            else if (CheckpointName().Match(name) is { Success: true } checkpoint)
            {
                (long Version, int Parts) key = (Number(checkpoint, 1), checkpoint.Groups[3].Success ? (int)Number(checkpoint, 3) : 1);
                int part = checkpoint.Groups[2].Success ? (int)Number(checkpoint, 2) : 1;
                if (!parts.TryGetValue(key, out SortedDictionary<int, string>? files))
                {
                    parts.Add(key, files = []);
                }

                // A single-file checkpoint and a multi-part one of one part are the same size of set; either will do.
                files[part] = path;
            }
            else
            {
                log.HasV2Checkpoints |= V2CheckpointName().IsMatch(name);
            }
        }

        foreach (((long version, int count), SortedDictionary<int, string> files) in parts)
        {
            if (files.Count == count)
            {
                log.Checkpoints[version] = [.. files.Values];
            }
        }

        return log;
    }

    private static string Name(long version) => version.ToString("D20", CultureInfo.InvariantCulture);

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{20})\.json$")]
    private static partial Regex CommitName();

    [GeneratedRegex(@"^(\d{20})\.checkpoint(?:\.(\d{10})\.(\d{10}))?\.parquet$")]
    private static partial Regex CheckpointName();

    [GeneratedRegex(@"^\d{20}\.checkpoint\.[0-9a-fA-F-]{36}\.(json|parquet)$")]
    private static partial Regex V2CheckpointName();
}
