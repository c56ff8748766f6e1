namespace FashionSpark.Models;

/// <summary>Where a model looks in a picture, 0 to 1.</summary>
/// <param name="Width">Cells across.</param>
/// <param name="Height">Cells down.</param>
/// <param name="Values">Row by row.</param>
public sealed record HeatMap(int Width, int Height, IReadOnlyList<float> Values)
{
    /// <summary>
    /// The sum of maps [channels, height, width], from its lowest cell as 0 to its highest as 1: a network is active to some
    /// degree everywhere, so the least of it says nothing. All the same = 0 everywhere.
    /// </summary>
    public static HeatMap Of(ReadOnlySpan<float> maps, int width, int height)
    {
        var sums = new float[width * height];
        for (int i = 0; i < maps.Length; i++)
        {
            sums[i % sums.Length] += maps[i];
        }

        float least = sums.Min();
        float span = Math.Max(sums.Max() - least, float.Epsilon);
        return new HeatMap(width, height, [.. sums.Select(sum => (sum - least) / span)]);
    }

    /// <summary>The value at a place, between the centres of the cells in straight lines.</summary>
    /// <param name="x">0 = left edge, 1 = right edge.</param>
    /// <param name="y">0 = top edge, 1 = bottom edge.</param>
    public float At(float x, float y)
    {
        float column = Math.Clamp((x * Width) - 0.5f, 0, Width - 1);
        float row = Math.Clamp((y * Height) - 0.5f, 0, Height - 1);
        (int left, int top) = ((int)column, (int)row);
        (int right, int bottom) = (Math.Min(left + 1, Width - 1), Math.Min(top + 1, Height - 1));
        float Between(int line) => float.Lerp(Values[(line * Width) + left], Values[(line * Width) + right], column - left);
        return float.Lerp(Between(top), Between(bottom), row - top);
    }
}
