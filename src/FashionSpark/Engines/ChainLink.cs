using System.Text.Json.Nodes;

namespace FashionSpark.Engines;

/// <summary>A function of a chain: a <see cref="PartitionFunctionSpec"/> as its JSON has it.</summary>
public sealed record ChainLink(string Name, JsonObject Options);
