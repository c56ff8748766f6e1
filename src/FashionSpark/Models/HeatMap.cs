namespace FashionSpark.Models;

/// <summary>How active a network is at each place of a picture: its last map, averaged over the channels, 0 to 1.</summary>
/// <param name="Width">Cells across.</param>
/// <param name="Height">Cells down.</param>
/// <param name="Values">Row by row.</param>
public sealed record HeatMap(int Width, int Height, IReadOnlyList<float> Values)
{
    /// <summary>From activations [channels, height, width]; the largest becomes 1.</summary>
    public static HeatMap Of(ReadOnlySpan<float> activations, int width, int height)
    {
        var values = new float[width * height];
        for (int i = 0; i < activations.Length; i++)
        {
            values[i % values.Length] += Math.Max(0, activations[i]);
        }

        float most = Math.Max(values.Max(), float.Epsilon);
        return new HeatMap(width, height, [.. values.Select(value => value / most)]);
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
