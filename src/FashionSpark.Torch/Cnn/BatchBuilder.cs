using System.Runtime.InteropServices;
using FashionSpark.Torch.Training;
using static TorchSharp.torch;

namespace FashionSpark.Torch.Cnn;

/// <summary>
/// Puts batches together: gathers images, shifts, mirrors and blanks them, and normalises through a table of 256 values
/// a channel, straight into the memory of one tensor that is used again for every batch. (0.2 ms for 128 images of
/// 28x28, against 3 ms as a chain of tensor operations.)
/// </summary>
internal sealed class BatchBuilder : IDisposable
{
    private readonly ImageShape _shape;
    private readonly bool _bf16;
    private readonly float[] _table;
    private readonly ushort[] _table16;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    /// <param name="size">Most images of a batch.</param>
    public BatchBuilder(ImageShape shape, int size, bool bf16)
    {
        _shape = shape;
        _bf16 = bf16;
        _table = new float[shape.Channels * 256];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = shape.Normalise(i / 256, i % 256);
        }

        _table16 = [.. _table.Select(ToBf16)];
        _images = zeros([size, shape.Height, shape.Width, shape.Channels], bf16 ? ScalarType.BFloat16 : ScalarType.Float32).DetachFromDisposeScope();
        _labels = zeros([size], ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>Images as they are: [n, channels, height, width], channels last in memory, and labels [n].</summary>
    public (Tensor Images, Tensor Labels) Plain(PartitionImages source, int first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Place(source, first + i, i, default);
        }

        return Views(source, i => first + i, count);
    }

    /// <summary>Images changed at random, for training.</summary>
    /// <param name="rows">Which images of the source.</param>
    /// <param name="epoch">From 0; decides which images are mirrored.</param>
    /// <param name="erase">Probability of a blanked rectangle.</param>
    public (Tensor Images, Tensor Labels) Augmented(
        PartitionImages source, int[] rows, CnnRecipe recipe, int epoch, double erase, ref SplitMix64 chance)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Change change = new()
            {
                Down = chance.Next((2 * recipe.Shift) + 1) - recipe.Shift,
                Right = chance.Next((2 * recipe.Shift) + 1) - recipe.Shift,

                // Every image is seen both ways equally often, which beats tossing a coin (Jordan 2024, arXiv:2404.00498).
                Mirror = recipe.Mirror && (source.OddIds[rows[i]] != (epoch % 2 == 1)),
            };
            Place(source, rows[i], i, change);
            if (chance.NextDouble() < erase)
            {
                Blank(i, ref chance);
            }
        }

        return Views(source, i => rows[i], rows.Length);
    }

    private (Tensor Images, Tensor Labels) Views(PartitionImages source, Func<int, int> row, int count)
    {
        Span<long> labels = MemoryMarshal.Cast<byte, long>(_labels.bytes);
        for (int i = 0; i < count; i++)
        {
            labels[i] = source.Labels[row(i)];
        }

        return (_images.narrow(0, 0, count).permute(0, 3, 1, 2), _labels.narrow(0, 0, count));
    }

    private void Place(PartitionImages source, int row, int slot, Change change)
    {
        ReadOnlySpan<byte> pixels = source.Pixels[row];
        if (_bf16)
        {
            Place(pixels, Slot<ushort>(slot), _table16, change);
        }
        else
        {
            Place(pixels, Slot<float>(slot), _table, change);
        }
    }

    private void Place<T>(ReadOnlySpan<byte> source, Span<T> target, T[] table, Change change)
        where T : unmanaged
    {
        int channels = _shape.Channels;
        for (int y = 0; y < _shape.Height; y++)
        {
            int fromY = y - change.Down;
            bool rowInside = (uint)fromY < (uint)_shape.Height;
            for (int x = 0; x < _shape.Width; x++)
            {
                int fromX = change.Mirror ? _shape.Width - 1 - x + change.Right : x - change.Right;
                int to = ((y * _shape.Width) + x) * channels;
                int from = rowInside && (uint)fromX < (uint)_shape.Width ? ((fromY * _shape.Width) + fromX) * channels : -1;
                for (int c = 0; c < channels; c++)
                {
                    target[to + c] = table[(c * 256) + (from < 0 ? 0 : source[from + c])];
                }
            }
        }
    }

    /// <summary>Random erasing (Zhong et al. 2017, arXiv:1708.04896): sides of 7 to 29 % (2 to 8 of 28), filled with the mean, which is 0.</summary>
    private void Blank(int slot, ref SplitMix64 chance)
    {
        int Side(int side, ref SplitMix64 from) => Math.Max(1, side / 14) + from.Next(Math.Max(1, (side * 3 / 14) + 1));
        int height = Side(_shape.Height, ref chance);
        int width = Side(_shape.Width, ref chance);
        int top = chance.Next(_shape.Height - height + 1);
        int left = chance.Next(_shape.Width - width + 1);
        for (int y = top; y < top + height; y++)
        {
            int start = ((y * _shape.Width) + left) * _shape.Channels;
            if (_bf16)
            {
                Slot<ushort>(slot).Slice(start, width * _shape.Channels).Clear();
            }
            else
            {
                Slot<float>(slot).Slice(start, width * _shape.Channels).Clear();
            }
        }
    }

    private Span<T> Slot<T>(int slot)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_images.bytes).Slice(slot * _shape.Length, _shape.Length);

    /// <summary>The nearest bfloat16: the upper half of a float32, rounded to even.</summary>
    private static ushort ToBf16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
    }

    private readonly record struct Change(int Down, int Right, bool Mirror);
}
