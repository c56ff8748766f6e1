using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary><c>drop-images</c>: a training has ended; what this worker and machine hold of it goes. Gives no rows.</summary>
internal sealed class DropImagesFunction : IPartitionFunction
{
    public const string Name = "drop-images";

    private readonly DropImagesOptions _options;

    public DropImagesFunction(DropImagesOptions options) => _options = options;

    public Schema OutputSchema(Schema input) => input;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        TrainSessions.End(_options.RunKey);
        if (context.LocalFolder is { } folder)
        {
            ExecutorFiles.Drop(folder, _options.RunKey);
        }

        return [];
    }
}
