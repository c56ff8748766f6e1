namespace FashionSpark.Images;

/// <summary>A picture that Skia decodes.</summary>
internal sealed class SkiaImage : EncodedImage
{
    private readonly SkiaPicture _picture;

    public SkiaImage(SkiaPicture picture)
        : base(picture.Width, picture.Height, picture.Orientation) => _picture = picture;

    protected override PixelImage DecodeStored(int reduction, ImageBuffers buffers)
    {
        ColourTransform? transform = ColourTransform.ToSrgb(_picture.ColourSpace);
        return _picture.Decode(1, transform, convertsColour: transform is null, buffers.Decoded);
    }

    protected override void Dispose(bool disposing)
    {
        _picture.Dispose();
        base.Dispose(disposing);
    }
}
