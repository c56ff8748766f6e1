using System.Diagnostics;
using FashionSpark.Images;

namespace FashionSpark.CrashingDecoder;

/// <summary>
/// Two kinds of picture: one that kills the process, and one that is only being decoded meanwhile. Unless told that a picture is
/// alone, the first waits until the second is being decoded, and the second waits for the end.
/// </summary>
internal sealed class KillingDecoder : IImageDecoder
{
    private readonly bool _alone;
    private readonly TaskCompletionSource _otherIsBeingDecoded = new();

    public KillingDecoder(bool alone) => _alone = alone;

    public bool CanDecode(ReadOnlySpan<byte> head) => head.SequenceEqual("KILLS"u8) || head.SequenceEqual("WAITS"u8);

    public EncodedImage Open(ReadOnlyMemory<byte> content) => new Picture(this, content.Span[0] == 'K');

    private PixelImage Decode(bool kills)
    {
        if (!kills && _alone)
        {
            return new PixelImage(8, 8, 1, new byte[64]);
        }

        if (kills)
        {
            if (!_alone)
            {
                _otherIsBeingDecoded.Task.Wait();
            }

            Process.GetCurrentProcess().Kill();
        }

        _otherIsBeingDecoded.TrySetResult();
        new TaskCompletionSource().Task.Wait();
        throw new UnreachableException();
    }

    private sealed class Picture(KillingDecoder decoder, bool kills) : EncodedImage(8, 8)
    {
        protected override PixelImage DecodeStored(int reduction, ImageBuffers buffers) => decoder.Decode(kills);
    }
}
