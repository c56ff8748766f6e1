using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>What a prepare has to do: everything, or what differs from the set that is there.</summary>
/// <param name="Only">Ids of the images to prepare; null = all.</param>
/// <param name="Leaving">Ids of rows that leave the table: their images are gone, or moved and prepared again.</param>
/// <param name="Unchanged">Rows that stay.</param>
/// <param name="Changed">Rows whose image has another name, class or split now.</param>
internal sealed record PreparePlan(IReadOnlyList<string>? Only, IReadOnlyList<string> Leaving, long Unchanged, long Changed)
{
    private static readonly PreparePlan All = new(null, [], 0, 0);

    /// <summary>Rows whose image is gone.</summary>
    public long Removed => Leaving.Count - Changed;

    /// <summary>Nothing to write, as far as names and bytes tell; images that could not be used before are tried again.</summary>
    public bool IsUpToDate => Only is { Count: 0 } && Leaving.Count == 0;

    /// <summary>Compares the rows that are there with the list of the source, by content, name, split and class.</summary>
    public static async Task<PreparePlan> MakeAsync(
        IEngine engine, PreparedTarget target, IReadOnlyList<string> classes, ListedImages listed, CancellationToken cancellation)
    {
        // A label is a place in the list of classes: with other classes every row may have another one.
        if (target is not { Table: { } table, Properties: { } properties } || !properties.Classes.SequenceEqual(classes))
        {
            return All;
        }

        var leaving = new List<string>();
        long unchanged = 0;
        long changed = 0;
        var read = new DeltaRead(table.Path, table.Version, PreparedPlaces.Columns);
        await foreach ((string id, _, ulong place) in PreparedPlaces.ReadAsync(engine.ReadDelta(read), cancellation).ConfigureAwait(false))
        {
            switch (listed.Tick(id, place))
            {
                case ListedState.Same:
                    unchanged++;
                    break;
                case ListedState.Elsewhere:
                    changed++;
                    leaving.Add(id);
                    break;
                default:
                    leaving.Add(id);
                    break;
            }
        }

        IReadOnlyList<string> missing = listed.Remaining();
        listed.Untick();
        return unchanged == 0 ? All : new PreparePlan(missing, leaving, unchanged, changed);
    }

    /// <summary>How the rows of the plan get into the table.</summary>
    public DeltaWrite ToWrite(PreparedTarget target, string path, TableDescription describe) =>
        new(path, PreparedOrigin.AppId, target.NextUpdate, Only is null && target.Table is not null ? DeltaWriteMode.Overwrite : DeltaWriteMode.Append)
        {
            PartitionBy = [PreparedSchema.Split],
            Replace = Leaving.Count == 0 ? null : new RowKeys(PreparedSchema.ImageId, [.. Leaving.Union(Only!)]),
            SkipEmpty = Only is not null,
            Describe = describe,
        };
}
