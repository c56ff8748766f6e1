using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Models;

namespace FashionSpark.Reporting;

/// <summary>Partition function <c>report-pictures</c>: a few prepared images as PNG files, with the model's heat map where it has one.</summary>
public sealed class PicturesFunction : IPartitionFunction
{
    public const string Name = "report-pictures";

    private readonly PicturesOptions _options;

    public PicturesFunction(PicturesOptions options) => _options = options;

    /// <summary>The columns it reads.</summary>
    public static IReadOnlyList<string> InputColumns { get; } = [PreparedSchema.ImageId, .. PreparedPictures.Columns];

    public static Schema Schema { get; } = new(
        [
            new Field("image_id", StringType.Default, nullable: false),
            new Field("picture", BinaryType.Default, nullable: false),
            new Field("heat", BinaryType.Default, nullable: true),
        ],
        metadata: null);

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. InputColumns.Select(PreparedSchema.Schema.GetFieldByName)]);
        return Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        foreach (RecordBatch batch in input)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
            int[] wanted = [.. Enumerable.Range(0, batch.Length).Where(row => _options.Labels.ContainsKey(ids.GetString(row)))];
            if (wanted.Length > 0)
            {
                IClassifier model = ModelCache.Get(_options.ModelPath, _options.ModelHash, context.Threads);
                var pictures = new PreparedPictures(batch);
                yield return RowBatch.Create(Schema, [.. wanted.Select(row => Draw(model, ids.GetString(row), pictures[row]))]);
            }
        }
    }

    /// <summary>Adds the pictures of its output by image id.</summary>
    internal static void Read(RecordBatch batch, Dictionary<string, ReportPicture> pictures)
    {
        BinaryArray picture = batch.Column<BinaryArray>("picture");
        BinaryArray heat = batch.Column<BinaryArray>("heat");
        for (int row = 0; row < batch.Length; row++)
        {
            pictures[batch.Column<StringArray>("image_id").GetString(row)] =
                new ReportPicture(picture.GetBytes(row).ToArray(), heat.IsNull(row) ? null : heat.GetBytes(row).ToArray());
        }
    }

    private object?[] Draw(IClassifier model, string id, PixelImage prepared)
    {
        var views = new byte[model.InputLength];
        model.Views.Write(prepared, views);
        int length = model.Metadata.Width * model.Metadata.Height * model.Metadata.Channels;
        var view = new PixelImage(model.Metadata.Width, model.Metadata.Height, model.Metadata.Channels, views.AsMemory(0, length));
        PixelImage small = Thumbnail.Of(view);
        byte[]? heat = model.HeatMap(views, _options.Labels[id]) is { } map ? PngFile.Encode(HeatOverlay.Draw(small, map)) : null;
        return [id, PngFile.Encode(small), heat];
    }
}
