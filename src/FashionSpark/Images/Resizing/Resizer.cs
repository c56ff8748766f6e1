using System.Runtime.Intrinsics.X86;

namespace FashionSpark.Images;

/// <summary>
/// Two-pass Lanczos-3 in whole numbers, so that every machine gives the same bytes, whatever its vectors. When a picture
/// shrinks, the kernel is widened by the factor and so takes in every source pixel.
/// </summary>
internal static class Resizer
{
    /// <summary>Resizes a region of a picture; the result has the picture's channels.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="region">What of it is resized; nothing outside is seen.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <param name="target">The result's first byte and what follows.</param>
    /// <param name="stride">Bytes from one row of the target to the next.</param>
    /// <param name="buffers">Memory for a row, and weights made before.</param>
    public static void Resize(PixelImage image, PixelRegion region, int width, int height, Span<byte> target, int stride, ImageBuffers buffers)
    {
        if (Avx2.IsSupported)
        {
            Resize<Avx2ResizeKernel>(image, region, width, height, target, stride, buffers);
        }
        else
        {
            Resize<ScalarResizeKernel>(image, region, width, height, target, stride, buffers);
        }
    }

    /// <summary>The same with a kernel of the caller's choice.</summary>
    public static void Resize<TKernel>(PixelImage image, PixelRegion region, int width, int height, Span<byte> target, int stride, ImageBuffers buffers)
        where TKernel : IResizeKernel
    {
        ResizeWeights columns = buffers.Weights.Lanczos3(region.Width, width);
        ResizeWeights rows = buffers.Weights.Lanczos3(region.Height, height);
        int rowLength = region.Width * image.Channels;
        int sourceStride = image.Width * image.Channels;
        ReadOnlySpan<byte> source = image.Pixels.Span[(((region.Top * image.Width) + region.Left) * image.Channels)..];

        // Down first: whole rows at a time, and only one row lies between the passes.
        Span<byte> row = buffers.Row.Take(rowLength + IResizeKernel.Slack).Span;
        for (int y = 0; y < height; y++)
        {
            TKernel.Down(source[(rows.Starts[y] * sourceStride)..], sourceStride, rows, y, row[..rowLength]);
            TKernel.Across(row, columns, image.Channels, target.Slice(y * stride, width * image.Channels));
        }
    }
}
