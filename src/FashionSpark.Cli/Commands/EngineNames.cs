namespace FashionSpark.Cli.Commands;

/// <summary>The engines that <c>--engine</c> takes.</summary>
internal static class EngineNames
{
    public const string Local = "local";

    /// <summary>For messages and help.</summary>
    public const string Known = Local;
}
