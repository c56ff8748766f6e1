using FashionSpark.Images;

namespace FashionSpark.CrashingDecoder;

/// <summary>All other formats.</summary>
internal sealed class UsualDecoders : IImageDecoder
{
    public bool CanDecode(ReadOnlySpan<byte> head) => true;

    public EncodedImage Open(ReadOnlyMemory<byte> content) => ImageDecoders.Default.Open(content);
}
