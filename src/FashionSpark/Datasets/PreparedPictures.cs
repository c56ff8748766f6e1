using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.Datasets;

/// <summary>The pictures in a batch of prepared rows, and the views of them that a model takes.</summary>
public sealed class PreparedPictures
{
    private readonly Int32Array _widths;
    private readonly Int32Array _heights;
    private readonly Int32Array _channels;
    private readonly BinaryArray _pixels;

    public PreparedPictures(RecordBatch batch)
    {
        Count = batch.Length;
        _widths = batch.Column<Int32Array>(PreparedSchema.Width);
        _heights = batch.Column<Int32Array>(PreparedSchema.Height);
        _channels = batch.Column<Int32Array>(PreparedSchema.Channels);
        _pixels = batch.Column<BinaryArray>(PreparedSchema.Pixels);
    }

    /// <summary>The columns it reads.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        [PreparedSchema.Width, PreparedSchema.Height, PreparedSchema.Channels, PreparedSchema.Pixels];

    public int Count { get; }

    /// <exception cref="DatasetException">The pixels are not width x height x channels bytes.</exception>
    public PixelImage this[int row]
    {
        get
        {
            ReadOnlySpan<int> offsets = _pixels.ValueOffsets;
            (int width, int height, int channels) = (_widths.GetValue(row) ?? 0, _heights.GetValue(row) ?? 0, _channels.GetValue(row) ?? 0);
            int length = offsets[row + 1] - offsets[row];
            return length == (long)width * height * channels && length > 0
                ? new PixelImage(width, height, channels, _pixels.ValueBuffer.Memory.Slice(offsets[row], length))
                : throw new DatasetException($"A prepared image of {width} x {height} x {channels} has {length} bytes of pixels. Prepare the data again.");
        }
    }

    /// <summary>
    /// Views of <paramref name="count"/> pictures, those of a picture side by side; without a copy where the pictures are
    /// the views and lie one after the other.
    /// </summary>
    /// <param name="buffer">Where views are made; grows as needed and may be used again once the result is done with.</param>
    /// <exception cref="ModelFormatException">A picture has another size or other channels than the views want.</exception>
    public ReadOnlyMemory<byte> Views(PictureViews views, int first, int count, ref byte[] buffer)
    {
        if (views.AreThePicture && ArrowColumns.TryGetDense(_pixels, views.Length, out ReadOnlyMemory<byte> pixels))
        {
            return pixels.Slice(first * views.Length, count * views.Length);
        }

        if (buffer.Length < count * views.Length)
        {
            buffer = new byte[count * views.Length];
        }

        for (int i = 0; i < count; i++)
        {
            views.Write(this[first + i], buffer.AsSpan(i * views.Length, views.Length));
        }

        return buffer.AsMemory(0, count * views.Length);
    }
}
