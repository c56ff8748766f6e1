namespace FashionSpark.Images;

/// <summary>
/// The name of a way from bytes to pixels, stored with data and models: version and fit, such as <c>2/letterbox</c>.
/// The version changes whenever the same bytes would give other pixels.
/// </summary>
public static class Preprocessing
{
    private const string Version = "2";

    public static string Name(Fit fit) => $"{Version}/{fit.ToString().ToLowerInvariant()}";

    /// <summary>The fit in a name.</summary>
    /// <exception cref="ModelFormatException">Another version, or not such a name.</exception>
    public static Fit Parse(string name) =>
        name.Split('/') is [Version, var fit] && Enum.TryParse(fit, ignoreCase: true, out Fit parsed)
            ? parsed
            : throw new ModelFormatException($"Preprocessing '{name}' is not known here (this is version {Version}). Prepare and train again with this version.");
}
