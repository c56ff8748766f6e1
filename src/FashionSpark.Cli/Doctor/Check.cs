namespace FashionSpark.Cli.Doctor;

/// <summary>One thing that a run needs.</summary>
/// <param name="Name">What was looked at, such as <c>libtorch</c>.</param>
/// <param name="State">How it came out.</param>
/// <param name="Found">What is there, or what is wrong.</param>
/// <param name="Cure">What to do; null where there is nothing to do.</param>
internal sealed record Check(string Name, CheckState State, string Found, string? Cure = null)
{
    public static Check Ok(string name, string found) => new(name, CheckState.Ok, found);

    public static Check Note(string name, string found, string cure) => new(name, CheckState.Note, found, cure);

    public static Check Failed(string name, string found, string cure) => new(name, CheckState.Failed, found, cure);
}
