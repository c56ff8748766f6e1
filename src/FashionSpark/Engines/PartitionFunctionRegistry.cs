using System.Text.Json;

namespace FashionSpark.Engines;

/// <summary>The partition functions a process knows, by name. Built once at start, then only read.</summary>
public sealed class PartitionFunctionRegistry
{
    private readonly Dictionary<string, Func<PartitionFunctionSpec, IPartitionFunction>> _factories = new(StringComparer.Ordinal);

    /// <summary>Names of the functions in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. _factories.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds a function. Its options record is read with <see cref="SpecJson"/>, so unknown keys are refused.</summary>
    public PartitionFunctionRegistry Add<TOptions>(string name, Func<TOptions, IPartitionFunction> create)
    {
        _factories.Add(name, spec => create(ReadOptions<TOptions>(spec)));
        return this;
    }

    /// <summary>A new instance, for one partition.</summary>
    /// <exception cref="InvalidInputException">No function has that name, or the options are not its options.</exception>
    public IPartitionFunction Create(PartitionFunctionSpec spec)
    {
        if (!_factories.TryGetValue(spec.Name, out Func<PartitionFunctionSpec, IPartitionFunction>? create))
        {
            throw new InvalidInputException(
                $"Partition function '{spec.Name}' is not known here; known are {string.Join(", ", Names)}. " +
                "Are driver and worker of the same version?");
        }

        return create(spec);
    }

    private static TOptions ReadOptions<TOptions>(PartitionFunctionSpec spec)
    {
        try
        {
            return JsonSerializer.Deserialize<TOptions>(spec.Options, SpecJson.Options)
                ?? throw new InvalidInputException($"Partition function '{spec.Name}' got no options.");
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"Options of partition function '{spec.Name}' are not understood: {e.Message}", e);
        }
    }
}
