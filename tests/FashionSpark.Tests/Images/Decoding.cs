using FashionSpark.Images;

namespace FashionSpark.Tests.Images;

/// <summary>Short ways to decode in tests.</summary>
internal static class Decoding
{
    /// <summary>Decodes and keeps the pixels.</summary>
    public static PixelImage Decode(byte[] content, int reduction = 1, ImageDecoders? decoders = null)
    {
        using ImageBuffers buffers = ImageBuffers.Rent();
        using EncodedImage encoded = (decoders ?? ImageDecoders.Default).Open(content);
        PixelImage image = encoded.Decode(reduction, buffers);
        return image with { Pixels = image.Pixels.ToArray() };
    }

    /// <summary>The reason for which a file is refused.</summary>
    public static string Reason(byte[] content, ImageDecoders? decoders = null) =>
        Assert.Throws<ImageFormatException>(() => Decode(content, 1, decoders)).Reason;

    /// <summary>A committed file.</summary>
    public static byte[] File(string name) => System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Images", "Files", name));

    public static byte[] Noise(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
