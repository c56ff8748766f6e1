using System.Globalization;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>
/// Finds images that look like one of another split, so that a test measures memory instead of learning: the same photo
/// in another size or compression has other bytes. Of every image the nearest is reported, so that there are never more
/// rows than images. 24 bytes an image.
/// </summary>
internal sealed class NearDuplicateSearch
{
    private readonly int _distance;

    public NearDuplicateSearch(int distance) => _distance = distance;

    /// <summary>Largest distance to report; null = do not look.</summary>
    public static int? Distance(PrepareOptions options, ImageOptions image) => options.NearDuplicateDistance switch
    {
        -1 => null,
        null => Math.Min(image.Width, image.Height) >= PrepareOptions.SmallestNearDuplicateSide ? PrepareOptions.DefaultNearDuplicateDistance : null,
        var distance => distance,
    };

    /// <summary>In the order of splits, then of sources.</summary>
    public async Task<IReadOnlyList<NearDuplicate>> FindAsync(WrittenRows rows, CancellationToken cancellation)
    {
        Dictionary<string, SplitHashes> splits = await HashAsync(rows, cancellation).ConfigureAwait(false);
        var found = new List<(UInt128 Id, string Split, UInt128 OtherId, string OtherSplit, int Distance)>();
        string[] present = [.. Split.All.Where(splits.ContainsKey)];
        for (int other = 1; other < present.Length; other++)
        {
            (HashIndex index, UInt128[] ids) = splits[present[other]].Index(_distance);
            foreach (string split in present.Take(other))
            {
                foreach ((ulong hash, UInt128 id) in splits[split].All)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (index.Nearest(hash) is (int at, int distance))
                    {
                        found.Add((id, split, ids[at], present[other], distance));
                    }
                }
            }
        }

        Dictionary<UInt128, string> sources = await SourcesAsync(rows, [.. found.Select(f => f.Id), .. found.Select(f => f.OtherId)], cancellation).ConfigureAwait(false);
        return
        [
            .. found.Select(f => new NearDuplicate(sources[f.Id], f.Split, sources[f.OtherId], f.OtherSplit, f.Distance))
                .OrderBy(f => System.Array.IndexOf(present, f.Split)).ThenBy(f => f.Source, StringComparer.Ordinal).ThenBy(f => f.OtherSplit, StringComparer.Ordinal),
        ];
    }

    /// <summary>What a user should know of them.</summary>
    public static IEnumerable<string> Describe(IReadOnlyList<NearDuplicate> found, string warehouse)
    {
        if (found.Count > 0)
        {
            string splits = string.Join(", ", found.GroupBy(f => (f.Split, f.OtherSplit)).Select(group =>
                string.Create(CultureInfo.InvariantCulture, $"{group.Count():n0} of {group.Key.Split} in {group.Key.OtherSplit}")));
            yield return $"Images with a near duplicate in another split: {splits}; see {Path.Combine(warehouse, ResultTables.NearDuplicates)}.";
        }
    }

    private static async Task<Dictionary<string, SplitHashes>> HashAsync(WrittenRows rows, CancellationToken cancellation)
    {
        var splits = new Dictionary<string, SplitHashes>();
        IDataset hashes = rows(PerceptualHashFunction.InputColumns)
            .MapPartitions(PartitionFunctionSpec.Create(PerceptualHashFunction.Name, new PerceptualHashOptions()));
        await foreach (RecordBatch batch in hashes.CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
            StringArray names = batch.Column<StringArray>(PreparedSchema.Split);
            Int64Array values = batch.Column<Int64Array>(PerceptualHashFunction.Hash);
            for (int row = 0; row < batch.Length; row++)
            {
                string split = names.GetString(row);
                if (!splits.TryGetValue(split, out SplitHashes? of))
                {
                    splits.Add(split, of = new SplitHashes());
                }

                of.All.Add(((ulong)values.GetValue(row)!.Value, Id(ids.GetString(row))));
            }
        }

        return splits;
    }

    private static async Task<Dictionary<UInt128, string>> SourcesAsync(WrittenRows rows, HashSet<UInt128> wanted, CancellationToken cancellation)
    {
        var sources = new Dictionary<UInt128, string>();
        if (wanted.Count == 0)
        {
            return sources;
        }

        await foreach (RecordBatch batch in rows([PreparedSchema.ImageId, PreparedSchema.Source]).CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
            for (int row = 0; row < batch.Length; row++)
            {
                if (Id(ids.GetString(row)) is var id && wanted.Contains(id))
                {
                    sources[id] = batch.Column<StringArray>(PreparedSchema.Source).GetString(row);
                }
            }
        }

        return sources;
    }

    private static UInt128 Id(string id) => UInt128.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Hashes of one split.</summary>
    private sealed class SplitHashes
    {
        public List<(ulong Hash, UInt128 Id)> All { get; } = [];

        /// <summary>
        /// Every hash once, in the order of the ids: of equals the first id is found, whatever order rows came in, and
        /// many pictures of one plain colour cost as much as one.
        /// </summary>
        public (HashIndex Index, UInt128[] Ids) Index(int distance)
        {
            (ulong Hash, UInt128 Id)[] first = [.. All.OrderBy(image => image.Id).DistinctBy(image => image.Hash)];
            return (new HashIndex([.. first.Select(image => image.Hash)], distance), [.. first.Select(image => image.Id)]);
        }
    }
}
