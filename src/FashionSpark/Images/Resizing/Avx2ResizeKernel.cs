using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FashionSpark.Images;

/// <summary>
/// With 256-bit vectors: two 16-bit weights meet two pixels in one multiply-and-add, which whole numbers allow in any order.
/// </summary>
internal sealed unsafe class Avx2ResizeKernel : IResizeKernel
{
    /// <summary>Colour (red, green, blue, nothing) pairs of pixels 0 and 1 in the lower half, of 2 and 3 in the upper, each byte widened.</summary>
    private static readonly Vector256<byte> PairsOfRgb = Vector256.Create(
        (byte)0, 128, 3, 128, 1, 128, 4, 128, 2, 128, 5, 128, 128, 128, 128, 128,
        6, 128, 9, 128, 7, 128, 10, 128, 8, 128, 11, 128, 128, 128, 128, 128);

    /// <summary>Weights 0 and 1 for the lower half, 2 and 3 for the upper.</summary>
    private static readonly Vector256<int> PairsOfWeights = Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1);

    public static void Down(ReadOnlySpan<byte> source, int stride, ResizeWeights weights, int position, Span<byte> row)
    {
        if (row.Length < Vector256<byte>.Count)
        {
            ScalarResizeKernel.Down(source, stride, weights, position, row);
            return;
        }

        fixed (byte* from = source)
        fixed (byte* to = row)
        fixed (short* taps = weights.Of(position))
        {
            int last = row.Length - Vector256<byte>.Count;
            for (int i = 0; i < last; i += Vector256<byte>.Count)
            {
                DownColumns(from + i, stride, taps, weights, position).Store(to + i);
            }

            // The last columns once more together with some before them, instead of a remainder.
            DownColumns(from + last, stride, taps, weights, position).Store(to + last);
        }
    }

    public static void Across(ReadOnlySpan<byte> row, ResizeWeights weights, int channels, Span<byte> target)
    {
        fixed (byte* from = row)
        fixed (byte* to = target)
        fixed (short* taps = weights.Of(0))
        {
            for (int x = 0; x < weights.Starts.Length; x++)
            {
                byte* pixels = from + (weights.Starts[x] * channels);
                short* own = taps + (x * weights.Stride);
                if (channels == 1)
                {
                    to[x] = AcrossGrey(pixels, own, weights, weights.Counts[x]);
                }
                else
                {
                    uint rgb = AcrossRgb(pixels, own, weights, weights.Counts[x]);
                    Unsafe.WriteUnaligned(to + (3 * x), (ushort)rgb);
                    to[(3 * x) + 2] = (byte)(rgb >> 16);
                }
            }
        }
    }

    private static Vector256<byte> DownColumns(byte* from, int stride, short* taps, ResizeWeights weights, int position)
    {
        Vector256<int> a = Vector256.Create(weights.Half);
        Vector256<int> b = a;
        Vector256<int> c = a;
        Vector256<int> d = a;
        int count = weights.Counts[position];
        for (int tap = 0; tap < count; tap += 2)
        {
            Vector256<byte> upper = Vector256.Load(from + ((nint)tap * stride));

            // The row after the last has weight zero and may not exist.
            Vector256<byte> lower = tap + 1 < count ? Vector256.Load(from + ((nint)(tap + 1) * stride)) : upper;
            Vector256<short> pair = Vector256.Create(Unsafe.ReadUnaligned<int>(taps + tap)).AsInt16();
            Vector256<byte> left = Avx2.UnpackLow(upper, lower);
            Vector256<byte> right = Avx2.UnpackHigh(upper, lower);
            a += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(left, Vector256<byte>.Zero).AsInt16(), pair);
            b += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(left, Vector256<byte>.Zero).AsInt16(), pair);
            c += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(right, Vector256<byte>.Zero).AsInt16(), pair);
            d += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(right, Vector256<byte>.Zero).AsInt16(), pair);
        }

        int bits = weights.FractionBits;
        return Avx2.PackUnsignedSaturate(Avx2.PackSignedSaturate(a >> bits, b >> bits), Avx2.PackSignedSaturate(c >> bits, d >> bits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint AcrossRgb(byte* pixels, short* taps, ResizeWeights weights, int count)
    {
        Vector256<int> sums = Vector256<int>.Zero;
        for (int tap = 0; tap < count; tap += 4)
        {
            Vector256<byte> four = Avx2.BroadcastVector128ToVector256(pixels + (3 * tap));
            Vector256<int> pairs = Avx2.PermuteVar8x32(Vector256.Create(Unsafe.ReadUnaligned<long>(taps + tap)).AsInt32(), PairsOfWeights);
            sums += Avx2.MultiplyAddAdjacent(Avx2.Shuffle(four, PairsOfRgb).AsInt16(), pairs.AsInt16());
        }

        Vector128<int> sum = (sums.GetLower() + sums.GetUpper() + Vector128.Create(weights.Half)) >> weights.FractionBits;
        Vector128<short> words = Sse2.PackSignedSaturate(sum, sum);
        return Sse2.PackUnsignedSaturate(words, words).AsUInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte AcrossGrey(byte* pixels, short* taps, ResizeWeights weights, int count)
    {
        Vector128<int> sums = Vector128<int>.Zero;
        for (int tap = 0; tap < count; tap += 8)
        {
            sums += Sse2.MultiplyAddAdjacent(Sse41.ConvertToVector128Int16(pixels + tap), Vector128.Load(taps + tap));
        }

        return (byte)Math.Clamp((Vector128.Sum(sums) + weights.Half) >> weights.FractionBits, 0, 255);
    }
}
