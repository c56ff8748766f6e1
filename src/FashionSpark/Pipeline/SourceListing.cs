using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>
/// What a source holds, before anything is decoded: how many images, which of them are there more than once.
/// </summary>
internal sealed class SourceListing
{
    private readonly ImageIdList _ids = new();

    private SourceListing()
    {
    }

    /// <summary>Images listed, those that could not be read among them.</summary>
    public long Listed { get; private set; }

    /// <summary>Images whose bytes could not be read.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Sources to leave out, with the id of the image that is kept from another source.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Duplicates { get; private set; } = [];

    public static async Task<SourceListing> ReadAsync(IDataset images, SplitRule splits, IProgress<long> progress, CancellationToken cancellation)
    {
        var listing = new SourceListing();
        await foreach (RecordBatch batch in Digest(images, new DigestOptions(splits)).CollectAsync(progress, cancellation).ConfigureAwait(false))
        {
            StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
            listing.Listed += batch.Length;
            for (int row = 0; row < batch.Length; row++)
            {
                if (ids.IsNull(row))
                {
                    listing.Unreadable++;
                }
                else
                {
                    listing._ids.Add(ids.GetString(row));
                }
            }
        }

        IReadOnlyList<string> twice = listing._ids.Seal();
        if (twice.Count > 0)
        {
            listing.Duplicates = await FindDuplicatesAsync(images, splits, twice, cancellation).ConfigureAwait(false);
        }

        return listing;
    }

    /// <summary>Takes an image that was prepared off the list; false where it was not on it.</summary>
    public bool Remove(string id) => _ids.Remove(id);

    /// <summary>Ids listed and not removed.</summary>
    public IReadOnlyList<string> Remaining() => _ids.Remaining();

    /// <summary>Of each image the first in the order of <see cref="Split.All"/> and then of sources is kept.</summary>
    private static async Task<IReadOnlyList<KeyValuePair<string, string>>> FindDuplicatesAsync(
        IDataset images, SplitRule splits, IReadOnlyList<string> twice, CancellationToken cancellation)
    {
        var found = new List<(string Id, int Rank, string Source)>();
        var options = new DigestOptions(splits, twice);
        await foreach (RecordBatch batch in Digest(images, options).CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            for (int row = 0; row < batch.Length; row++)
            {
                string split = batch.Column<StringArray>(PreparedSchema.Split).GetString(row);
                found.Add((
                    batch.Column<StringArray>(PreparedSchema.ImageId).GetString(row),
                    Split.All.ToList().IndexOf(split),
                    batch.Column<StringArray>(PreparedSchema.Source).GetString(row)));
            }
        }

        return
        [
            .. found.GroupBy(image => image.Id)
                .SelectMany(same => same.OrderBy(image => image.Rank).ThenBy(image => image.Source, StringComparer.Ordinal).Skip(1))
                .Select(image => KeyValuePair.Create(image.Source, image.Id)),
        ];
    }

    private static IDataset Digest(IDataset images, DigestOptions options) =>
        images.MapPartitions(PartitionFunctionSpec.Create(DigestFunction.Name, options));
}
