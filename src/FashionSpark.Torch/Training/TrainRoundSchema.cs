using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>What a partition sends back from a round: one row.</summary>
internal static class TrainRoundSchema
{
    public static Schema Schema { get; } = new(
        [
            new Field("partition", Int32Type.Default, nullable: false),
            new Field("rows", Int64Type.Default, nullable: false),
            new Field("images", Int64Type.Default, nullable: false),
            new Field("loss_sum", DoubleType.Default, nullable: false),
            new Field("correct", Int64Type.Default, nullable: false),
            new Field("weights", BinaryType.Default, nullable: false),
            new Field("momentum", BinaryType.Default, nullable: false),
            new Field("lacks", Int32Type.Default, nullable: false),
            new Field("seconds", DoubleType.Default, nullable: false),
        ],
        metadata: null);

    public static RecordBatch ToBatch(PartitionRound round) => new(
        Schema,
        [
            new Int32Array.Builder().Append(round.Partition).Build(ManagedAllocator.Instance),
            new Int64Array.Builder().Append(round.Rows).Build(ManagedAllocator.Instance),
            new Int64Array.Builder().Append(round.Images).Build(ManagedAllocator.Instance),
            new DoubleArray.Builder().Append(round.LossSum).Build(ManagedAllocator.Instance),
            new Int64Array.Builder().Append(round.Correct).Build(ManagedAllocator.Instance),
            Floats(round.Weights),
            Floats(round.Momentum),
            new Int32Array.Builder().Append((int)round.Lacks).Build(ManagedAllocator.Instance),
            new DoubleArray.Builder().Append(round.Seconds).Build(ManagedAllocator.Instance),
        ],
        length: 1);

    public static IEnumerable<PartitionRound> FromBatch(RecordBatch batch)
    {
        for (int i = 0; i < batch.Length; i++)
        {
            yield return new PartitionRound(
                ((Int32Array)batch.Column("partition")).GetValue(i)!.Value,
                ((Int64Array)batch.Column("rows")).GetValue(i)!.Value,
                ((Int64Array)batch.Column("images")).GetValue(i)!.Value,
                ((DoubleArray)batch.Column("loss_sum")).GetValue(i)!.Value,
                ((Int64Array)batch.Column("correct")).GetValue(i)!.Value,
                MemoryMarshal.Cast<byte, float>(((BinaryArray)batch.Column("weights")).GetBytes(i)).ToArray(),
                MemoryMarshal.Cast<byte, float>(((BinaryArray)batch.Column("momentum")).GetBytes(i)).ToArray())
            {
                Lacks = (Lack)((Int32Array)batch.Column("lacks")).GetValue(i)!.Value,
                Seconds = ((DoubleArray)batch.Column("seconds")).GetValue(i)!.Value,
            };
        }
    }

    private static BinaryArray Floats(float[] values) => new BinaryArray.Builder().Append(MemoryMarshal.AsBytes<float>(values)).Build(ManagedAllocator.Instance);
}
