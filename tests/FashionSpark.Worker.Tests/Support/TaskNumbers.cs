namespace FashionSpark.Worker.Tests.Support;

/// <summary>What differs from task to task in its head.</summary>
internal sealed record TaskNumbers
{
    public int Partition { get; init; } = 1;

    public int Attempt { get; init; }

    public int Cpus { get; init; } = 1;

    public bool Barrier { get; init; }

    public bool Profiling { get; init; }

    public int EvalType { get; init; } = 207;
}
