using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>
/// What a source holds, before anything is decoded: how many images, which of them are there more than once.
/// </summary>
internal sealed class SourceListing
{
    private SourceListing()
    {
    }

    /// <summary>Images listed, those that could not be read among them.</summary>
    public long Listed { get; private set; }

    /// <summary>Images whose bytes could not be read.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Every image once, where it is to be taken from.</summary>
    public ListedImages Images { get; } = new();

    /// <summary>Sources to leave out.</summary>
    public IReadOnlyList<DuplicateImage> Duplicates { get; private set; } = [];

    public static async Task<SourceListing> ReadAsync(IDataset images, SplitRule splits, IProgress<long> progress, CancellationToken cancellation)
    {
        var listing = new SourceListing();
        await foreach (RecordBatch batch in Digest(images, new DigestOptions(splits)).CollectAsync(progress, cancellation).ConfigureAwait(false))
        {
            listing.Listed += batch.Length;
            foreach (Entry? entry in Entries(batch))
            {
                if (entry is null)
                {
                    listing.Unreadable++;
                }
                else
                {
                    listing.Images.Add(entry.Id, ImagePlace.Of(entry.Source, entry.Split, entry.Label));
                }
            }
        }

        IReadOnlyList<string> twice = listing.Images.Seal();
        if (twice.Count > 0)
        {
            listing.Duplicates = await listing.ChooseAsync(images, new DigestOptions(splits, twice), cancellation).ConfigureAwait(false);
        }

        return listing;
    }

    /// <summary>
    /// Of each image that is there more than once, the first in the order of <see cref="Split.All"/> and then of sources
    /// is kept; one outside of every class folder last, since it cannot be used.
    /// </summary>
    private async Task<IReadOnlyList<DuplicateImage>> ChooseAsync(IDataset images, DigestOptions twice, CancellationToken cancellation)
    {
        var found = new List<Entry>();
        await foreach (RecordBatch batch in Digest(images, twice).CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            found.AddRange(Entries(batch).OfType<Entry>());
        }

        var duplicates = new List<DuplicateImage>();
        foreach (IGrouping<string, Entry> same in found.GroupBy(entry => entry.Id))
        {
            Entry[] copies = [.. same.OrderBy(entry => entry.Label < 0).ThenBy(entry => Rank(entry.Split)).ThenBy(entry => entry.Source, StringComparer.Ordinal)];
            Entry kept = copies[0];
            Images.SetPlace(kept.Id, ImagePlace.Of(kept.Source, kept.Split, kept.Label));
            duplicates.AddRange(copies.Skip(1).Select(copy => new DuplicateImage(copy.Id, copy.Source, copy.Split, copy.Label, kept.Source, kept.Split, kept.Label)));
        }

        return duplicates;
    }

    private static int Rank(string split) => Split.All.ToList().IndexOf(split);

    private static IDataset Digest(IDataset images, DigestOptions options) =>
        images.MapPartitions(PartitionFunctionSpec.Create(DigestFunction.Name, options));

    /// <summary>Null where the bytes could not be read.</summary>
    private static IEnumerable<Entry?> Entries(RecordBatch batch)
    {
        StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
        StringArray sources = batch.Column<StringArray>(PreparedSchema.Source);
        StringArray splits = batch.Column<StringArray>(PreparedSchema.Split);
        Int32Array labels = batch.Column<Int32Array>(PreparedSchema.Label);
        for (int row = 0; row < batch.Length; row++)
        {
            yield return ids.IsNull(row) ? null : new Entry(ids.GetString(row), sources.GetString(row), splits.GetString(row), labels.GetValue(row)!.Value);
        }
    }

    private sealed record Entry(string Id, string Source, string Split, int Label);
}
