using FashionSpark.Models;
using FashionSpark.Web.Models;

namespace FashionSpark.Web.Api;

/// <summary>A model in short.</summary>
/// <param name="Name">What requests call it.</param>
/// <param name="Version">Its own name and the head of its file's hash.</param>
/// <param name="Classes">What it can answer.</param>
/// <param name="Threshold">Confidence below which it is not sure; 0 = always sure.</param>
/// <param name="Width">Width of what it looks at, in pixels.</param>
/// <param name="Height">Height of it.</param>
/// <param name="Channels">1 = it sees grey, 3 = colours.</param>
/// <param name="HeatMap">Whether it can say where it looks.</param>
/// <param name="Samples">Pictures of this service to try it with.</param>
internal sealed record ModelSummary(
    string Name, string Version, IReadOnlyList<string> Classes, double Threshold, int Width, int Height, int Channels, bool HeatMap, IReadOnlyList<string> Samples)
{
    public static ModelSummary Of(ModelSlot slot, IReadOnlyList<string> samples)
    {
        LoadedModel model = slot.Current;
        ModelMetadata card = model.Card;
        return new(slot.Name, model.Label, card.Classes, card.Threshold, card.Width, card.Height, card.Channels, model.HasHeatMap, samples);
    }
}
