using FashionSpark.Models;
using FashionSpark.Tables;

namespace FashionSpark.Pipeline;

/// <summary>
/// Puts a model where others read it. The file is replaced in one step, so a reader has the old model or the new one, and
/// the old one stays beside it: promoting that one is the way back.
/// </summary>
public static class PromoteStage
{
    public const string Name = "promote";

    /// <param name="context">The run.</param>
    /// <param name="options">With the model named.</param>
    /// <exception cref="ModelFormatException">The file is missing, or is no model of ours.</exception>
    public static PromoteResult Run(PipelineContext context, PromoteOptions options)
    {
        var clock = new StageClock(context.Time);
        string model = options.Model!;
        byte[] content = ModelFormats.ReadBytes(model);
        string label = LabelOf(model, content);
        string path = Path.GetFullPath(options.To);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            DurableFiles.Replace(path, content);
            return new PromoteResult(label, options.To, null, null, clock.Seconds);
        }

        byte[] old = File.ReadAllBytes(path);
        if (old.AsSpan().SequenceEqual(content))
        {
            return new PromoteResult(label, options.To, null, null, clock.Seconds);
        }

        // The old one first: whenever this is killed, both are somewhere.
        string previous = PreviousOf(options.To);
        DurableFiles.Replace(Path.GetFullPath(previous), old);
        DurableFiles.Replace(path, content);
        return new PromoteResult(label, options.To, LabelOf(options.To, old), previous, clock.Seconds);
    }

    /// <summary><c>champion.onnx</c> gives <c>champion.previous.onnx</c>.</summary>
    public static string PreviousOf(string path) => Path.ChangeExtension(path, ".previous" + Path.GetExtension(path));

    private static string LabelOf(string path, byte[] content) =>
        ModelFormats.Read(path, content).Metadata is { } metadata
            ? ModelFormats.Label(metadata.Name, ModelFormats.HashOf(content))
            : throw new ModelFormatException($"'{path}' does not say what model it is, so it is not one that 'fashionspark train' wrote.");
}
