using FashionSpark.Images;
using FashionSpark.Models;

namespace FashionSpark.Web.Tests.Support;

/// <summary>
/// A kind of model file for tests: a model that answers when the test lets it. The file holds a name, which finds the
/// model again.
/// </summary>
internal sealed class HeldModel : IClassifier
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, HeldModel> All = new();

    private readonly SemaphoreSlim _asked = new(0);
    private readonly SemaphoreSlim _let = new(0);
    private bool _warm;

    static HeldModel() => ModelFormats.Add(new Format());

    private HeldModel(string name) => Hash = name;

    public ModelMetadata Metadata { get; } = new()
    {
        Name = "held",
        Classes = ["class0", "class1"],
        Width = Served.Side,
        Height = Served.Side,
        Channels = 3,
        Preprocessing = Preprocessing.Name(Fit.Letterbox),
        Data = "data",
        DataVersion = 1,
        RunId = "run",
        Seed = 1,
        TrainedAt = DateTimeOffset.UnixEpoch,
    };

    public string Hash { get; }

    public PictureViews Views => Metadata.CreateViews();

    public bool IsDisposed { get; private set; }

    /// <summary>Writes a file of a new model, and gives the model.</summary>
    public static HeldModel Write(string path)
    {
        string name = Guid.NewGuid().ToString("n");
        File.WriteAllText(path, $"HELD{name}");
        return All[name] = new HeldModel(name);
    }

    /// <summary>Ends when a picture has come to the model.</summary>
    public Task AskedAsync() => _asked.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets that many pictures be answered.</summary>
    public void Let(int pictures) => _let.Release(pictures);

    public void Predict(ReadOnlyMemory<byte> pixels, int images, Memory<float> probabilities)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);

        // The first is the service's own, to see that the model works.
        if (_warm)
        {
            _asked.Release();
            _let.Wait();
        }

        _warm = true;
        probabilities.Span[0] = 1;
        probabilities.Span[1] = 0;
    }

    public void Dispose() => IsDisposed = true;

    private sealed class Format : IModelFormat
    {
        public string Name => "held";

        public bool Recognises(ReadOnlySpan<byte> content) => content.StartsWith("HELD"u8);

        public IClassifier Open(string path, byte[] content, int threads) => All[System.Text.Encoding.ASCII.GetString(content)[4..]];

        public IModelFile Read(string path, byte[] content) => throw new NotSupportedException();
    }
}
