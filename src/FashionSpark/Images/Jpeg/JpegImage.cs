using SkiaSharp;

namespace FashionSpark.Images;

/// <summary>A JPEG whose markers were read.</summary>
internal sealed class JpegImage : EncodedImage
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly JpegHeader _header;
    private readonly bool _turbo;

    public JpegImage(ReadOnlyMemory<byte> content, JpegHeader header, bool turbo)
        : base(header.Width, header.Height, header.Orientation)
    {
        _content = content;
        _header = header;
        _turbo = turbo && header.Components != 4 && header.HasCommonSampling && header.IsComplete;
    }

    protected override PixelImage DecodeStored(int reduction, ImageBuffers buffers)
    {
        // Inks become colours only through Skia, and so do the few profiles that are more than curves and a matrix.
        bool throughSkia = _header.Components == 4;
        ColourTransform? transform = null;
        if (!throughSkia && _header is { Profile.Length: > 0, Components: 3 })
        {
            using SKColorSpace? space = ColourTransform.SpaceOf(_header.Profile);
            transform = ColourTransform.ToSrgb(space);
            throughSkia = space is null or { IsSrgb: false } && transform is null;
        }

        if (_turbo && !throughSkia && TurboJpeg.TryDecode(_content.Span, _header, reduction, buffers.Decoded) is { } decoded)
        {
            return transform?.Apply(decoded, buffers.Decoded) ?? decoded;
        }

        using var skia = new SkiaPicture(_content);
        return skia.Decode(reduction, throughSkia ? null : transform, convertsColour: throughSkia, buffers.Decoded);
    }
}
