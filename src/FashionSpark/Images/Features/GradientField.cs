namespace FashionSpark.Images.Features;

/// <summary>Strength and orientation of the gradient at every pixel of a picture.</summary>
internal readonly ref struct GradientField
{
    private readonly int _width;
    private readonly int _height;
    private readonly int _orientations;
    private readonly float[] _strengths;

    /// <summary>0 to below the number of orientations: the lower of the two neighbouring bins, and how far from it.</summary>
    private readonly float[] _bins;

    /// <param name="pixels">Height x width x channels bytes.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">Values a pixel.</param>
    /// <param name="orientations">Bins of half a turn: light on dark and dark on light are alike.</param>
    public GradientField(ReadOnlySpan<byte> pixels, int width, int height, int channels, int orientations)
    {
        _width = width;
        _height = height;
        _orientations = orientations;
        _strengths = new float[width * height];
        _bins = new float[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int across, int down) = Steepest(pixels, x, y, channels);
                int at = (y * width) + x;
                _strengths[at] = MathF.Sqrt((across * across) + (down * down));
                float turn = MathF.Atan2(down, across) / MathF.PI;
                _bins[at] = (turn < 0 ? turn + 1 : turn) * orientations % orientations;
            }
        }
    }

    /// <summary>[cells, cells, orientations]: votes of pixels, each shared between the nearest four cells and two orientations.</summary>
    public float[] Histograms(int cells)
    {
        var histograms = new float[cells * cells * _orientations];
        for (int y = 0; y < _height; y++)
        {
            float row = ((y + 0.5f) * cells / _height) - 0.5f;
            int top = (int)MathF.Floor(row);
            for (int x = 0; x < _width; x++)
            {
                float strength = _strengths[(y * _width) + x];
                if (strength == 0)
                {
                    continue;
                }

                float column = ((x + 0.5f) * cells / _width) - 0.5f;
                int left = (int)MathF.Floor(column);
                float bin = _bins[(y * _width) + x];
                float across = column - left;
                float down = row - top;
                Vote(histograms, cells, top, left, bin, strength * (1 - down) * (1 - across));
                Vote(histograms, cells, top, left + 1, bin, strength * (1 - down) * across);
                Vote(histograms, cells, top + 1, left, bin, strength * down * (1 - across));
                Vote(histograms, cells, top + 1, left + 1, bin, strength * down * across);
            }
        }

        return histograms;
    }

    private void Vote(float[] histograms, int cells, int row, int column, float bin, float weight)
    {
        if ((uint)row >= (uint)cells || (uint)column >= (uint)cells)
        {
            return;
        }

        int lower = (int)bin;
        int from = ((row * cells) + column) * _orientations;
        float share = bin - lower;
        histograms[from + lower] += weight * (1 - share);
        histograms[from + ((lower + 1) % _orientations)] += weight * share;
    }

    /// <summary>Differences of the neighbours on both sides, of the channel where they are largest; the border repeats itself.</summary>
    private (int Across, int Down) Steepest(ReadOnlySpan<byte> pixels, int x, int y, int channels)
    {
        int left = ((y * _width) + Math.Max(x - 1, 0)) * channels;
        int right = ((y * _width) + Math.Min(x + 1, _width - 1)) * channels;
        int above = ((Math.Max(y - 1, 0) * _width) + x) * channels;
        int below = ((Math.Min(y + 1, _height - 1) * _width) + x) * channels;
        (int Across, int Down) steepest = (0, 0);
        int most = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            int across = pixels[right + channel] - pixels[left + channel];
            int down = pixels[below + channel] - pixels[above + channel];
            int squares = (across * across) + (down * down);
            if (squares > most)
            {
                most = squares;
                steepest = (across, down);
            }
        }

        return steepest;
    }
}
