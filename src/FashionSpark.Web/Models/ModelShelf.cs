using FashionSpark.Images;

namespace FashionSpark.Web.Models;

/// <summary>The models that are served, by name, in the order of the options.</summary>
internal sealed class ModelShelf : IDisposable
{
    private ModelShelf(IReadOnlyList<ModelSlot> slots, ImageDecoders decoders)
    {
        Slots = slots;
        Decoders = decoders;
    }

    public IReadOnlyList<ModelSlot> Slots { get; }

    /// <summary>The formats that are read, with the service's limit.</summary>
    public ImageDecoders Decoders { get; }

    /// <exception cref="ModelFormatException">A file is missing or is no model.</exception>
    /// <exception cref="InvalidInputException">Two have the same name.</exception>
    public static ModelShelf Open(IEnumerable<string> models, ImageDecoders decoders)
    {
        var slots = new List<ModelSlot>();
        try
        {
            foreach (string model in models)
            {
                (string? name, string path) = Split(model);
                LoadedModel loaded = LoadedModel.Open(path, decoders);
                var slot = new ModelSlot(name ?? loaded.Card.Name, path, loaded);
                ModelSlot? same = slots.Find(other => other.Name == slot.Name);
                slots.Add(slot);
                if (same is not null)
                {
                    throw new InvalidInputException($"Models '{same.Path}' and '{path}' are both called '{slot.Name}'. Give one another name: --model NAME={path}.");
                }
            }

            return new ModelShelf(slots, decoders);
        }
        catch
        {
            slots.ForEach(slot => slot.Dispose());
            throw;
        }
    }

    /// <summary>The slot of a name, or the first where none is asked for; null where there is none of that name.</summary>
    public ModelSlot? Find(string? name) => string.IsNullOrEmpty(name) ? Slots[0] : Slots.FirstOrDefault(slot => slot.Name == name);

    public void Dispose()
    {
        foreach (ModelSlot slot in Slots)
        {
            slot.Dispose();
        }
    }

    /// <summary>A file whose own name has an equals sign is a file.</summary>
    private static (string? Name, string Path) Split(string model) =>
        !File.Exists(model) && model.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (model[..at], model[(at + 1)..]) : (null, model);
}
