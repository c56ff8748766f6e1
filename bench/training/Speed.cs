using System.Text.Json.Serialization;

namespace FashionSpark.TrainingBench;

/// <summary>Speed of one setting.</summary>
/// <param name="Wall">Images a second in the fastest window.</param>
/// <param name="Cpu">Images a second of processor time, times the threads in use: what a quiet machine would give.</param>
internal sealed record Speed(
    [property: JsonPropertyName("images_per_second")] double Wall,
    [property: JsonPropertyName("cpu_images_per_second")] double Cpu);
