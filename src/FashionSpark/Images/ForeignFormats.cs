namespace FashionSpark.Images;

/// <summary>Formats that people do have and that are not read here, so that the message can name them.</summary>
internal static class ForeignFormats
{
    /// <summary>The name of the format; null where the bytes begin like no picture.</summary>
    public static string? Name(ReadOnlySpan<byte> content)
    {
        if (content.Length >= 12 && content[4..].StartsWith("ftyp"u8))
        {
            ReadOnlySpan<byte> brand = content.Slice(8, 4);
            return brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) ? "AVIF"
                : brand.StartsWith("he"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) ? "HEIC"
                : null;
        }

        return content.StartsWith((ReadOnlySpan<byte>)[0xff, 0x0a]) || content.StartsWith("\0\0\0\x0cJXL "u8) ? "JPEG XL"
            : content.StartsWith("\0\0\0\x0cjP  "u8) || content.StartsWith((ReadOnlySpan<byte>)[0xff, 0x4f, 0xff, 0x51]) ? "JPEG 2000"
            : content.StartsWith("8BPS"u8) ? "Photoshop's format"
            : null;
    }
}
