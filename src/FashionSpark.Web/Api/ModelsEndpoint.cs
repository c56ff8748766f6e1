using FashionSpark.Web.Models;
using FashionSpark.Web.Page;
using Microsoft.AspNetCore.Http;

namespace FashionSpark.Web.Api;

/// <summary><c>GET /api/models</c> and <c>/api/model/{name}</c>: what can be asked, and what it is worth.</summary>
internal sealed class ModelsEndpoint
{
    private readonly ModelShelf _shelf;
    private readonly ModelFigures _figures;
    private readonly ServeOptions _options;

    public ModelsEndpoint(ModelShelf shelf, ModelFigures figures, ServeOptions options)
    {
        _shelf = shelf;
        _figures = figures;
        _options = options;
    }

    public ModelsResponse List() => new(
        [.. _shelf.Slots.Select(slot => ModelSummary.Of(slot, PageFiles.SamplesFor(slot.Current.Card.Channels)))],
        _options.MaxFiles,
        _options.MaxMegabytes * 1_000_000L,
        _options.Feedback is not null);

    /// <exception cref="RefusedException">There is no model of that name.</exception>
    public async Task<ModelResponse> ShowAsync(string name, CancellationToken cancellation)
    {
        ModelSlot slot = _shelf.Find(name) ?? throw NoModel(name, _shelf);
        return ModelResponse.Of(slot, await _figures.OfAsync(slot.Current, cancellation).ConfigureAwait(false));
    }

    public static RefusedException NoModel(string? name, ModelShelf shelf) =>
        new(StatusCodes.Status404NotFound, "no-model", $"There is no model '{name}' here. There are: {string.Join(", ", shelf.Slots.Select(slot => slot.Name))}.");
}
