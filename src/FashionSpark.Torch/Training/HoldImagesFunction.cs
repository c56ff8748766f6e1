using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>
/// <c>hold-images</c>: reads the images of a partition and keeps them on this machine for the rounds to come. One row says
/// which partition it is and how many images it has; the functions of a round run over that row. Where the machine has the
/// images already, the input is left alone.
/// </summary>
internal sealed class HoldImagesFunction : IPartitionFunction
{
    public const string Name = "hold-images";

    private readonly HoldImagesOptions _options;

    public HoldImagesFunction(HoldImagesOptions options) => _options = options;

    /// <summary>The row: which partition, and its images of each class (int64 each).</summary>
    public static Schema Schema { get; } = new(
        [new Field("partition", Int32Type.Default, nullable: false), new Field("class_rows", BinaryType.Default, nullable: false)], metadata: null);

    public Schema OutputSchema(Schema input) => PreparedColumns.Check(Name, input, Schema);

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        if (_options.Only is { } only && !only.Contains(context.PartitionId))
        {
            yield break;
        }

        HeldKey key = new(_options.RunKey, _options.Split, context.PartitionId);
        TrainSession session = TrainSessions.Find(key, context.LocalFolder)
            ?? TrainSessions.Add(key, context.LocalFolder, PartitionImages.Read(input, _options, context.Cancellation));
        byte[] classRows = MemoryMarshal.AsBytes<long>(session.Images.CountClasses(_options.Classes)).ToArray();
        yield return RowBatch.Create(Schema, [[context.PartitionId, classRows]]);
    }

    public static IEnumerable<int> Partitions(RecordBatch batch) =>
        Enumerable.Range(0, batch.Length).Select(row => batch.Column<Int32Array>("partition").GetValue(row)!.Value);

    /// <summary>Images of each class, of each row.</summary>
    public static IEnumerable<long[]> ClassRows(RecordBatch batch) =>
        Enumerable.Range(0, batch.Length).Select(row => MemoryMarshal.Cast<byte, long>(batch.Column<BinaryArray>("class_rows").GetBytes(row)).ToArray());
}
