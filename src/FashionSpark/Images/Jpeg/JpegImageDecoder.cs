namespace FashionSpark.Images;

/// <summary>
/// Decodes JPEG: with libturbojpeg where it is found, with Skia otherwise. Both give the same bytes, so a result does not depend
/// on the machine; and whatever libturbojpeg finds fault with, Skia decides.
/// </summary>
internal sealed class JpegImageDecoder : IImageDecoder
{
    private readonly bool _turbo;

    /// <param name="turbo">Whether libturbojpeg may be used where it is found.</param>
    public JpegImageDecoder(bool turbo = true) => _turbo = turbo && TurboJpeg.IsFound;

    public bool CanDecode(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]);

    public EncodedImage Open(ReadOnlyMemory<byte> content) => new JpegImage(content, JpegHeaderReader.Read(content.Span), _turbo);
}
