using System.Text.Json;
using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.Datasets;

/// <summary>What a prepared data set says of itself in its table properties. Complete only once all are there.</summary>
/// <param name="Classes">Class names; a label is an index into them.</param>
/// <param name="Width">Width in pixels: of every image, or of the box they were brought inside of (see <see cref="HasOneSize"/>).</param>
/// <param name="Height">Height in pixels, as the width.</param>
/// <param name="Channels">1 (grey) or 3 (RGB).</param>
/// <param name="Preprocessing">Way from bytes to pixels, see <see cref="Images.Preprocessing"/>.</param>
/// <param name="Mean">Mean of each channel over the training split, in units of a byte (0 to 255).</param>
/// <param name="StandardDeviation">Standard deviation of each channel over the training split, in units of a byte.</param>
/// <param name="Origin">What the set was made from; null = not by <c>prepare</c>.</param>
public sealed record PreparedProperties(
    IReadOnlyList<string> Classes,
    int Width,
    int Height,
    int Channels,
    string Preprocessing,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> StandardDeviation,
    PreparedOrigin? Origin = null)
{
    /// <summary>The table property that holds this record as JSON.</summary>
    public const string Key = "fashionspark.prepared";

    /// <summary>Whether all images have the same size; false where each keeps its proportions (<see cref="Fit.Inside"/>).</summary>
    public bool HasOneSize() => Preprocessing != Images.Preprocessing.Name(Fit.Inside);

    public IReadOnlyDictionary<string, string> ToTableProperties() =>
        new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(this, SpecJson.Options) };

    /// <summary>Whether the properties describe the rows of that version: where properties take a commit of their own, a killed <c>prepare</c> leaves others.</summary>
    public static bool IsWhole(DeltaTableInfo table) =>
        table.Properties.ContainsKey(Key) && Parse(table).Origin is var origin && (origin is null || origin.Update >= PreparedOrigin.UpdateOf(table));

    /// <exception cref="DatasetException">The table is not a prepared data set, or <c>prepare</c> did not finish.</exception>
    public static PreparedProperties Read(DeltaTableInfo table) => IsWhole(table)
        ? Parse(table)
        : throw new DatasetException(
            $"'{table.Path}' version {table.Version} is not a finished prepared data set (table property '{Key}' {(table.Properties.ContainsKey(Key) ? "describes an older one" : "is missing")}). Run the same prepare again.");

    /// <summary>The properties as they are, whether or not they describe the rows; null = not there.</summary>
    public static PreparedProperties? Find(DeltaTableInfo table) => table.Properties.ContainsKey(Key) ? Parse(table) : null;

    private static PreparedProperties Parse(DeltaTableInfo table)
    {
        string json = table.Properties[Key];
        try
        {
            return JsonSerializer.Deserialize<PreparedProperties>(json, SpecJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new DatasetException($"Table property '{Key}' of '{table.Path}' is not understood: {e.Message}", e);
        }
    }
}
