using System.Runtime.InteropServices;
using FashionSpark.Torch.Training;
using static TorchSharp.torch;

namespace FashionSpark.Torch.FineTuning;

/// <summary>Batches of random windows with their targets, in memory that is used again for every batch.</summary>
internal sealed class WindowBatch : IDisposable
{
    private readonly FineTuneRecipe _recipe;
    private readonly int _classes;
    private readonly int _side;
    private readonly int _channels;
    private readonly PixelScaling _scaling;
    private readonly Tensor _images;
    private readonly Tensor _targets;
    private readonly Stack<WindowPainter> _painters = [];

    /// <param name="size">Images of a batch.</param>
    public WindowBatch(FineTuneRecipe recipe, int channels, int classes, int size)
    {
        _recipe = recipe;
        _classes = classes;
        _side = recipe.TrainSize;
        _channels = channels;
        _scaling = new PixelScaling(recipe.Input!);
        _images = zeros([size, _side, _side, channels]).DetachFromDisposeScope();
        _targets = zeros([size, classes]).DetachFromDisposeScope();
    }

    /// <summary>Normalised windows [n, channels, side, side], channels last in memory, and the probabilities to learn [n, classes].</summary>
    public (Tensor Images, Tensor Targets) Paint(PartitionImages source, int[] rows, ref SplitMix64 chance)
    {
        // A stream of its own for each image, so that threads share nothing.
        SplitMix64[] streams = new SplitMix64[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            streams[i] = new SplitMix64(chance.Next());
        }

        Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, i =>
        {
            WindowPainter painter = Rent();
            (int width, int height) = source.Sizes[rows[i]];
            painter.Paint(source.Pixels[rows[i]], width, height, Slot(i), ref streams[i]);
            _scaling.Apply(Slot(i));
            Return(painter);
        });
        Floats(_targets).Fill((float)(_recipe.LabelSmoothing / _classes));
        for (int i = 0; i < rows.Length; i += 2)
        {
            double share = i + 1 < rows.Length && chance.NextDouble() < _recipe.Augmentation.CutMix ? Exchange(i, ref chance) : 0;
            for (int side = 0; side < 2 && i + side < rows.Length; side++)
            {
                Target(i + side, source.Labels[rows[i + side]], 1 - share);
                Target(i + side, source.Labels[rows[i + (1 - side)]], share);
            }
        }

        return (_images.narrow(0, 0, rows.Length).permute(0, 3, 1, 2), _targets.narrow(0, 0, rows.Length));
    }

    /// <summary>Dropout: 1 / (1 - p) where a feature is kept, else 0. Not libtorch's, whose chance all partitions share.</summary>
    public Tensor Kept(long features, ulong seed)
    {
        SplitMix64 chance = new(seed);
        float[] kept = new float[_images.shape[0] * features];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = chance.NextDouble() < _recipe.Dropout ? 0 : (float)(1 / (1 - _recipe.Dropout));
        }

        return tensor(kept, [_images.shape[0], features]);
    }

    /// <summary>Swaps a rectangle of random area between two neighbours, and returns the part of the image that it is.</summary>
    private double Exchange(int first, ref SplitMix64 chance)
    {
        double part = Math.Sqrt(chance.NextDouble());
        (int x, int y, int half) = (chance.Next(_side), chance.Next(_side), (int)(part * _side / 2));
        (int left, int right) = (Math.Max(0, x - half), Math.Min(_side, x + half));
        (int top, int bottom) = (Math.Max(0, y - half), Math.Min(_side, y + half));
        float[] line = new float[(right - left) * _channels];
        for (int row = top; row < bottom; row++)
        {
            int start = ((row * _side) + left) * _channels;
            Span<float> one = Slot(first).Slice(start, line.Length);
            Span<float> other = Slot(first + 1).Slice(start, line.Length);
            one.CopyTo(line);
            other.CopyTo(one);
            line.CopyTo(other);
        }

        return (right - left) * (bottom - top) / (double)(_side * _side);
    }

    private void Target(int image, long label, double share) =>
        Floats(_targets)[(int)((image * _classes) + label)] += (float)((1 - _recipe.LabelSmoothing) * share);

    private WindowPainter Rent()
    {
        lock (_painters)
        {
            return _painters.TryPop(out WindowPainter? painter) ? painter : new WindowPainter(_recipe.Augmentation, _side, _channels);
        }
    }

    private void Return(WindowPainter painter)
    {
        lock (_painters)
        {
            _painters.Push(painter);
        }
    }

    private Span<float> Slot(int image)
    {
        int length = _side * _side * _channels;
        return Floats(_images).Slice(image * length, length);
    }

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    public void Dispose()
    {
        _images.Dispose();
        _targets.Dispose();
    }
}
