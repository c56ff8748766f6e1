namespace FashionSpark.Cli.Hosting;

/// <summary>What the command ends with; part of its contract, so schedulers can act on it.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Wrong usage or bad input: trying again unchanged is useless.</summary>
    public const int BadInput = 2;

    /// <summary>Everything ran, but a gate of evaluate was not passed.</summary>
    public const int GateNotPassed = 3;

    /// <summary>128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
