using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Models;

namespace FashionSpark.Reporting;

/// <summary>Reads what the model file says of itself, and of the data it was made from.</summary>
internal static class CardReader
{
    /// <param name="path">The file that was scored; null = not known.</param>
    /// <param name="model">What the run's tables call it.</param>
    /// <returns>The card, or why there is none.</returns>
    public static (ModelMetadata? Card, string? NoCard) Read(string? path, string model)
    {
        if (path is null)
        {
            return (null, "The runs table does not say which model file was scored.");
        }

        try
        {
            ModelMetadata? card = ModelFormats.Read(path).Metadata;
            string found = ModelFormats.Label(card?.Name, ModelFormats.HashOf(path));
            return card is not null && found == model
                ? (card, null)
                : (null, $"The model file '{path}' is now {found}; the run scored {model}.");
        }
        catch (ModelFormatException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>What the data set was prepared from; null where it does not say, or is not there any more.</summary>
    public static async Task<string?> SourceAsync(IEngine engine, ModelMetadata card, CancellationToken cancellation)
    {
        try
        {
            DeltaTableInfo? data = await engine.DescribeDeltaAsync(card.Data, card.DataVersion, cancellation).ConfigureAwait(false);
            return data is null ? null : PreparedProperties.Find(data)?.Origin?.Source;
        }
        catch (FashionSparkException)
        {
            return null;
        }
    }
}
