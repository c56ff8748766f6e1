namespace FashionSpark.Web.Models;

/// <summary>A name under which a model is served. The file behind it may change; requests keep the content they began with.</summary>
internal sealed class ModelSlot : IDisposable
{
    private LoadedModel _current;

    public ModelSlot(string name, string path, LoadedModel model)
    {
        Name = name;
        Path = path;
        _current = model;
    }

    public string Name { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What it says of itself now; not to be asked for answers, see <see cref="Share"/>.</summary>
    public LoadedModel Current => Volatile.Read(ref _current);

    /// <summary>The model of now, which stays in memory until <see cref="LoadedModel.Release"/>.</summary>
    public LoadedModel Share()
    {
        LoadedModel model;
        do
        {
            model = Current;
        }
        while (!model.TryShare());

        return model;
    }

    /// <summary>From now on requests get another content; the old one goes when its last request is answered.</summary>
    public void Replace(LoadedModel model) => Interlocked.Exchange(ref _current, model).Release();

    public void Dispose() => Current.Release();
}
