using System.Text.Json;
using FashionSpark.Engines;

namespace FashionSpark.Worker.Bridge;

/// <summary>What <c>fashionspark_bridge.py</c> says before the rows of a partition.</summary>
/// <param name="Bridge">Version of this protocol; the module travels with the driver and may be of another version than the worker.</param>
/// <param name="Spec">The partition function as JSON.</param>
/// <param name="Partition">Number of the partition, from 0.</param>
/// <param name="Attempt">Try of the partition, from 0.</param>
/// <param name="TaskAttempt">Number of the task that Spark's logs use.</param>
/// <param name="Cpus">Processor threads of the task.</param>
/// <param name="Empty">Rows over the pipe: true where no Arrow stream follows, as Python cannot make one without a first batch.</param>
/// <param name="Ahead">Rows over Spark's connection: how many bytes of it Python has read already; they follow.</param>
internal sealed record BridgeRequest(int Bridge, string Spec, int Partition, int Attempt, long TaskAttempt, int Cpus, bool Empty = false, int Ahead = 0)
{
    public const int Protocol = 2;

    /// <exception cref="InvalidInputException">It is not what this version understands.</exception>
    public static BridgeRequest Parse(ReadOnlySpan<byte> json)
    {
        string found;
        try
        {
            BridgeRequest request = JsonSerializer.Deserialize<BridgeRequest>(json, SpecJson.Options)!;
            if (request.Bridge == Protocol)
            {
                return request;
            }

            found = $"protocol {request.Bridge}";
        }
        catch (JsonException e)
        {
            found = e.Message;
        }

        throw new InvalidInputException(
            $"fashionspark_bridge.py and the worker do not fit: {found}, expected protocol {Protocol} (worker {WorkerVersion.Text}). " +
            "Put the worker of the driver's version on the executors.");
    }
}
