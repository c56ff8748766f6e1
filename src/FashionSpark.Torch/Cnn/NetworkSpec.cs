using System.Globalization;

namespace FashionSpark.Torch.Cnn;

/// <summary>
/// A network as text: tokens such as <c>Z32-k64-q64</c> (see <see cref="LayerKind"/>), then the maximum of each channel
/// over height and width and a linear layer to the classes.
/// </summary>
public sealed class NetworkSpec
{
    /// <summary>The largest side that the layers of a profile are made for; larger images are halved in front.</summary>
    private const int DesignedSide = 40;

    private NetworkSpec(IReadOnlyList<LayerSpec> layers, int classes)
    {
        Layers = layers;
        Classes = classes;
    }

    public IReadOnlyList<LayerSpec> Layers { get; }

    public int Classes { get; }

    /// <summary>Channels before the linear layer.</summary>
    public int Features => Layers[^1].Out;

    /// <exception cref="InvalidInputException">An unknown token, or a residual layer that changes the width.</exception>
    public static NetworkSpec Parse(string text, int channels, int classes)
    {
        List<LayerSpec> layers = [];
        foreach (string token in text.Split('-'))
        {
            LayerKind kind = token.Length > 0 ? token[0] switch
            {
                'Z' => LayerKind.Stride,
                'c' => LayerKind.Plain,
                'k' => LayerKind.Pool,
                'q' => LayerKind.Residual,
                _ => throw Unknown(token, text),
            }
            : throw Unknown(token, text);
            if (!int.TryParse(token.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int width) || width == 0)
            {
                throw Unknown(token, text);
            }

            int before = layers.Count == 0 ? channels : layers[^1].Out;
            if (kind == LayerKind.Residual && before != width)
            {
                throw new InvalidInputException($"Layer '{token}' of network '{text}' adds {width} channels to {before}; both must be the same.");
            }

            layers.Add(new LayerSpec(kind, before, width));
        }

        return new NetworkSpec(layers, classes);
    }

    /// <summary>
    /// The network for images of this size: those above 40 pixels are halved in front by more layers of the stem's
    /// width until the profile's own layers see what they were made for.
    /// </summary>
    public static string FitTo(string text, int width, int height)
    {
        List<string> tokens = [.. text.Split('-')];
        int side = Math.Max(width, height);
        string stemWidth = tokens[0][1..];
        if (side > DesignedSide && tokens[0][0] == 'c')
        {
            tokens[0] = "Z" + stemWidth;
            side /= 2;
        }

        for (; side > DesignedSide; side /= 2)
        {
            tokens.Insert(1, "k" + stemWidth);
        }

        return string.Join('-', tokens);
    }

    private static InvalidInputException Unknown(string token, string text) =>
        new($"Layer '{token}' of network '{text}' is not understood; layers are Z, c, k or q with a width, such as k64.");
}
