using System.Runtime.InteropServices;

namespace FashionSpark.Torch.FineTuning;

/// <summary>Paints random windows of pictures: cut, turned, coloured, blurred, as <see cref="Augmentation"/> says. Not for several threads at once.</summary>
internal sealed class WindowPainter
{
    /// <summary>Deviation of the sum of two random bytes.</summary>
    private const float TwoBytesDeviation = 104.5f;

    private readonly Augmentation _options;
    private readonly int _size;
    private readonly int _channels;
    private readonly float[] _small;

    /// <param name="size">Side of what is painted, in pixels.</param>
    public WindowPainter(Augmentation options, int size, int channels)
    {
        _options = options;
        _size = size;
        _channels = channels;
        _small = new float[size * size * channels];
    }

    /// <summary>Writes [size, size, channels] values of 0 to 255, and a little beyond.</summary>
    /// <param name="pixels">[height, width, channels].</param>
    public void Paint(ReadOnlySpan<byte> pixels, int width, int height, Span<float> target, ref SplitMix64 chance)
    {
        Window window = Choose(width, height, ref chance);
        int side = chance.NextDouble() < _options.Blur ? (int)(_size * (0.35 + (0.5 * chance.NextDouble()))) : _size;
        if (side == _size)
        {
            Sample(pixels, width, height, window, target, side);
        }
        else
        {
            Sample(pixels, width, height, window, _small, side);
            Enlarge(_small, side, target);
        }

        Colour(target, ref chance);
        if (chance.NextDouble() < _options.Noise)
        {
            AddNoise(target, (float)(12 * chance.NextDouble()), ref chance);
        }

        if (chance.NextDouble() < _options.Erase)
        {
            Erase(target, ref chance);
        }
    }

    /// <summary>A window with a side between the least and the longer side, anywhere in the picture or with the whole picture in it.</summary>
    private Window Choose(int width, int height, ref SplitMix64 chance)
    {
        double least = _options.LeastWindow * Math.Min(width, height);
        double side = least + (chance.NextDouble() * (Math.Max(width, height) - least));
        double stretch = Math.Exp(_options.Aspect * Signed(ref chance) / 2);
        (double across, double down) = (side * stretch, side / stretch);
        static double Centre(int full, double window, double at)
        {
            (double one, double other) = (window / 2, full - (window / 2));
            return Math.Min(one, other) + (at * Math.Abs(other - one));
        }

        bool mirrored = chance.NextDouble() < 0.5;
        double turn = chance.NextDouble() < 0.5 ? _options.Rotation * Math.PI / 180 * Signed(ref chance) : 0;
        bool tilted = chance.NextDouble() < 0.5;
        return new Window(
            Centre(width, across, chance.NextDouble()),
            Centre(height, down, chance.NextDouble()),
            mirrored ? -across : across,
            down,
            Math.Cos(turn),
            Math.Sin(turn),
            tilted ? _options.Perspective * Signed(ref chance) : 0,
            tilted ? _options.Perspective * Signed(ref chance) : 0);
    }

    /// <summary>
    /// Bilinear, with a grid of samples a pixel where the window is larger than what is painted, so that nothing is skipped.
    /// Outside of the picture it is black, as around a letterbox.
    /// </summary>
    private void Sample(ReadOnlySpan<byte> pixels, int width, int height, Window window, Span<float> target, int side)
    {
        int grid = Math.Clamp((int)Math.Ceiling((Math.Max(Math.Abs(window.Across), window.Down) / side) - 0.3), 1, 4);
        float weight = 1f / (grid * grid);
        double step = 1.0 / (side * grid);
        Span<float> sum = stackalloc float[_channels];
        int at = 0;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                sum.Clear();
                for (int i = 0; i < grid; i++)
                {
                    double v = (((y * grid) + i + 0.5) * step) - 0.5;
                    for (int j = 0; j < grid; j++)
                    {
                        double u = (((x * grid) + j + 0.5) * step) - 0.5;
                        double near = 1 / (1 + (window.TiltX * u) + (window.TiltY * v));
                        (double a, double b) = (u * near * window.Across, v * near * window.Down);
                        AddBilinear(
                            pixels,
                            width,
                            height,
                            (float)(window.X + (window.Cos * a) - (window.Sin * b) - 0.5),
                            (float)(window.Y + (window.Sin * a) + (window.Cos * b) - 0.5),
                            sum);
                    }
                }

                foreach (float value in sum)
                {
                    target[at++] = value * weight;
                }
            }
        }
    }

    private static void AddBilinear(ReadOnlySpan<byte> pixels, int width, int height, float x, float y, Span<float> sum)
    {
        int left = (int)MathF.Floor(x);
        int top = (int)MathF.Floor(y);
        (float right, float bottom) = (x - left, y - top);
        int channels = sum.Length;
        if ((uint)left < (uint)(width - 1) && (uint)top < (uint)(height - 1))
        {
            int upper = ((top * width) + left) * channels;
            int lower = upper + (width * channels);
            for (int c = 0; c < channels; c++)
            {
                float above = pixels[upper + c] + (right * (pixels[upper + channels + c] - pixels[upper + c]));
                float below = pixels[lower + c] + (right * (pixels[lower + channels + c] - pixels[lower + c]));
                sum[c] += above + (bottom * (below - above));
            }

            return;
        }

        for (int corner = 0; corner < 4; corner++)
        {
            (int cx, int cy) = (left + (corner & 1), top + (corner >> 1));
            if ((uint)cx < (uint)width && (uint)cy < (uint)height)
            {
                float share = ((corner & 1) == 0 ? 1 - right : right) * (corner < 2 ? 1 - bottom : bottom);
                for (int c = 0; c < channels; c++)
                {
                    sum[c] += share * pixels[(((cy * width) + cx) * channels) + c];
                }
            }
        }
    }

    private void Enlarge(ReadOnlySpan<float> source, int side, Span<float> target)
    {
        float scale = (float)side / _size;
        for (int y = 0; y < _size; y++)
        {
            float fromY = Math.Clamp(((y + 0.5f) * scale) - 0.5f, 0, side - 1);
            int top = Math.Min((int)fromY, side - 2);
            for (int x = 0; x < _size; x++)
            {
                float fromX = Math.Clamp(((x + 0.5f) * scale) - 0.5f, 0, side - 1);
                int left = Math.Min((int)fromX, side - 2);
                (float right, float bottom) = (fromX - left, fromY - top);
                for (int c = 0; c < _channels; c++)
                {
                    int upper = (((top * side) + left) * _channels) + c;
                    int lower = upper + (side * _channels);
                    float above = source[upper] + (right * (source[upper + _channels] - source[upper]));
                    float below = source[lower] + (right * (source[lower + _channels] - source[lower]));
                    target[(((y * _size) + x) * _channels) + c] = above + (bottom * (below - above));
                }
            }
        }
    }

    private void Colour(Span<float> target, ref SplitMix64 chance)
    {
        float brightness = (float)Math.Exp(_options.Light * Signed(ref chance));
        float contrast = (float)Math.Exp(_options.Light * Signed(ref chance));
        Span<float> gain = stackalloc float[_channels];
        foreach (ref float of in gain)
        {
            of = brightness * (float)Math.Exp(_options.Tint * Signed(ref chance));
        }

        float saturation = (float)(1 + (_options.Saturation * Signed(ref chance)));
        saturation = chance.NextDouble() < _options.Grey ? 0 : saturation;
        float mean = System.Numerics.Tensors.TensorPrimitives.Sum<float>(target) / target.Length * brightness;
        float shift = mean * (1 - contrast);
        for (int i = 0; i < target.Length; i += _channels)
        {
            // A plain mean is grey enough.
            float grey = 0;
            for (int c = 0; c < _channels; c++)
            {
                grey += target[i + c] *= gain[c];
            }

            grey /= _channels;
            for (int c = 0; c < _channels; c++)
            {
                float value = ((grey + (saturation * (target[i + c] - grey))) * contrast) + shift;
                target[i + c] = Math.Clamp(value, 0, 255);
            }
        }
    }

    private static void AddNoise(Span<float> target, float deviation, ref SplitMix64 chance)
    {
        float scale = deviation / TwoBytesDeviation;
        Span<byte> bytes = stackalloc byte[8];
        for (int i = 0; i < target.Length; i++)
        {
            if (i % 4 == 0)
            {
                ulong random = chance.Next();
                MemoryMarshal.Write(bytes, in random);
            }

            target[i] += scale * (bytes[(i % 4) * 2] + bytes[((i % 4) * 2) + 1] - 255);
        }
    }

    private void Erase(Span<float> target, ref SplitMix64 chance)
    {
        int width = (int)(_size * (0.1 + (0.3 * chance.NextDouble())));
        int height = (int)(_size * (0.1 + (0.3 * chance.NextDouble())));
        int left = chance.Next(_size - width + 1);
        int top = chance.Next(_size - height + 1);
        Span<float> colour = stackalloc float[_channels];
        foreach (ref float value in colour)
        {
            value = chance.Next(256);
        }

        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++)
            {
                colour.CopyTo(target[(((y * _size) + x) * _channels)..]);
            }
        }
    }

    /// <summary>In [-1, 1).</summary>
    private static double Signed(ref SplitMix64 chance) => (2 * chance.NextDouble()) - 1;

    /// <summary>Centre and sides in pixels of the picture, turn, and how much nearer each edge is.</summary>
    private readonly record struct Window(
        double X, double Y, double Across, double Down, double Cos, double Sin, double TiltX, double TiltY);
}
