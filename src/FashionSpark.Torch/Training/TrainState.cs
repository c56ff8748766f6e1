using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using FashionSpark.Engines;
using FashionSpark.Training;

namespace FashionSpark.Torch.Training;

/// <summary>
/// A training between two rounds: everything needed to go on. As a file: "FSTRAIN1", length of the header (int32), header
/// (JSON), weights, best weights, then the momentum of each partition (float32, little endian), then the SHA-256 of all
/// of it. The hash tells a whole file from a torn one, and names the weights of a round.
/// </summary>
internal sealed record TrainState
{
    private static readonly byte[] Magic = "FSTRAIN1"u8.ToArray();

    // Partitions of the driver's own process find the round's weights here and need not read the file it just wrote.
    // A worker, too, reads the weights of a round once for all its partitions.
    private static readonly Lock Gate = new();
    private static Kept? _latest;

    /// <summary>Last round that is in the weights; 0 = none yet.</summary>
    public required int Round { get; init; }

    /// <summary>Where the next round begins: epoch and step in it, both from 0.</summary>
    public required int Epoch { get; init; }
    public required int Step { get; init; }

    public required int StepsPerEpoch { get; init; }
    public required long Images { get; init; }

    /// <summary>Epoch, from 1, of the best validation so far, with its accuracy and loss; 0 = none yet.</summary>
    public int BestEpoch { get; init; }
    public double BestAccuracy { get; init; }
    public double BestLoss { get; init; }

    public IReadOnlyList<RoundMetric> Metrics { get; init; } = [];

    public required float[] Weights { get; init; }
    public float[] BestWeights { get; init; } = [];
    public IReadOnlyDictionary<int, float[]> Momentum { get; init; } = new Dictionary<int, float[]>();

    /// <summary>The file's bytes and the hash that names them.</summary>
    public (byte[] Bytes, string Hash) ToBytes()
    {
        int[] partitions = [.. Momentum.Keys.Order()];
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(
            new Header(
                Round, Epoch, Step, StepsPerEpoch, Images, BestEpoch, BestAccuracy, BestLoss, Metrics,
                Weights.Length, BestWeights.Length, partitions, [.. partitions.Select(partition => Momentum[partition].Length)]),
            SpecJson.Options);
        float[][] parts = [Weights, BestWeights, .. partitions.Select(partition => Momentum[partition])];
        byte[] bytes = new byte[Magic.Length + 4 + header.Length + parts.Sum(part => part.Length * 4) + SHA256.HashSizeInBytes];
        Magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Magic.Length), header.Length);
        header.CopyTo(bytes, Magic.Length + 4);
        int position = Magic.Length + 4 + header.Length;
        foreach (float[] part in parts)
        {
            MemoryMarshal.AsBytes<float>(part).CopyTo(bytes.AsSpan(position));
            position += part.Length * 4;
        }

        SHA256.HashData(bytes.AsSpan(0, position), bytes.AsSpan(position));
        return (bytes, Convert.ToHexStringLower(bytes.AsSpan(position)));
    }

    /// <summary>Null where the bytes are not a whole state.</summary>
    public static TrainState? TryParse(ReadOnlySpan<byte> bytes, out string hash)
    {
        hash = "";
        int start = Magic.Length + 4;
        if (bytes.Length < start + SHA256.HashSizeInBytes || !bytes.StartsWith(Magic)
            || !SHA256.HashData(bytes[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            return null;
        }

        hash = Convert.ToHexStringLower(bytes[^SHA256.HashSizeInBytes..]);
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[Magic.Length..]);
        Header header = JsonSerializer.Deserialize<Header>(bytes.Slice(start, length), SpecJson.Options)!;
        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(bytes[(start + length)..^SHA256.HashSizeInBytes]);
        float[] weights = Take(ref numbers, header.Weights);
        float[] best = Take(ref numbers, header.BestWeights);
        Dictionary<int, float[]> momentum = [];
        for (int i = 0; i < header.MomentumPartitions.Count; i++)
        {
            momentum.Add(header.MomentumPartitions[i], Take(ref numbers, header.MomentumLengths[i]));
        }

        return new TrainState
        {
            Round = header.Round,
            Epoch = header.Epoch,
            Step = header.Step,
            StepsPerEpoch = header.StepsPerEpoch,
            Images = header.Images,
            BestEpoch = header.BestEpoch,
            BestAccuracy = header.BestAccuracy,
            BestLoss = header.BestLoss,
            Metrics = header.Metrics,
            Weights = weights,
            BestWeights = best,
            Momentum = momentum,
        };
    }

    /// <summary>The state that a round's options name; null where this machine does not see the file as the driver wrote it.</summary>
    /// <exception cref="TrainingException">The weights that came in the options are damaged.</exception>
    public static TrainState? Load(TrainRoundOptions options)
    {
        lock (Gate)
        {
            if (_latest is { } latest && latest.Hash == options.WeightsHash)
            {
                return latest.State;
            }

            byte[]? bytes = options.Weights ?? (File.Exists(options.WeightsPath) ? File.ReadAllBytes(options.WeightsPath) : null);
            if (bytes is null || TryParse(bytes, out string hash) is not { } state || hash != options.WeightsHash)
            {
                return options.Weights is null
                    ? null
                    : throw new TrainingException($"The weights of round {options.Round} arrived damaged: their hash is not '{options.WeightsHash}'.");
            }

            _latest = new Kept(hash, state);
            return state;
        }
    }

    /// <summary>Keeps a state for the partitions of this process.</summary>
    public static void Keep(string hash, TrainState state)
    {
        lock (Gate)
        {
            _latest = new Kept(hash, state);
        }
    }

    /// <summary>Lets go of it.</summary>
    public static void Forget()
    {
        lock (Gate)
        {
            _latest = null;
        }
    }

    private static float[] Take(ref ReadOnlySpan<float> numbers, int count)
    {
        float[] taken = numbers[..count].ToArray();
        numbers = numbers[count..];
        return taken;
    }

    private sealed record Kept(string Hash, TrainState State);

    private sealed record Header(
        int Round, int Epoch, int Step, int StepsPerEpoch, long Images, int BestEpoch, double BestAccuracy, double BestLoss,
        IReadOnlyList<RoundMetric> Metrics, int Weights, int BestWeights,
        IReadOnlyList<int> MomentumPartitions, IReadOnlyList<int> MomentumLengths);
}
