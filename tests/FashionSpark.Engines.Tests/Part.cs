namespace FashionSpark.Engines.Tests;

/// <summary>The trait by which ./test chooses what also runs on Spark each time: enough to use every operation and stage once.</summary>
internal static class Part
{
    public const string Name = "Part";

    public const string Short = "short";
}
