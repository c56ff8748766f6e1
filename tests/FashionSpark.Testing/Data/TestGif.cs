namespace FashionSpark.Testing.Data;

/// <summary>GIF files written by hand: LZW that never compresses, which any decoder reads.</summary>
public static class TestGif
{
    private const int Clear = 256;
    private const int End = 257;

    /// <summary>An animation of frames of one size over a palette of 256 colours.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="palette">256 x 3 bytes.</param>
    /// <param name="frames">Indices, width x height for each frame.</param>
    /// <param name="ends">Whether the file has its end; without it, it says that more frames follow.</param>
    public static byte[] Write(int width, int height, byte[] palette, IEnumerable<byte[]> frames, bool ends = true)
    {
        var file = new List<byte>();
        file.AddRange("GIF89a"u8);
        AddSize(file, width, height);
        file.AddRange([0xf7, 0, 0]);
        file.AddRange(palette);

        // Plays for ever.
        file.AddRange([0x21, 0xff, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
        foreach (byte[] frame in frames)
        {
            file.AddRange([0x2c, 0, 0, 0, 0]);
            AddSize(file, width, height);
            file.AddRange([0, 8]);
            foreach (byte[] block in Codes(frame).Chunk(255))
            {
                file.Add((byte)block.Length);
                file.AddRange(block);
            }

            file.Add(0);
        }

        if (ends)
        {
            file.Add(0x3b);
        }

        return [.. file];
    }

    private static void AddSize(List<byte> file, int width, int height) =>
        file.AddRange([(byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8)]);

    /// <summary>Codes of 9 bits, the lowest bit first; the table is cleared before its 10th bit is needed.</summary>
    private static IEnumerable<byte> Codes(byte[] indices)
    {
        IEnumerable<int> codes = [.. indices.Chunk(200).SelectMany(run => (IEnumerable<int>)[Clear, .. run.Select(index => (int)index)]), End];
        int bits = 0;
        int count = 0;
        foreach (int code in codes)
        {
            bits |= code << count;
            for (count += 9; count >= 8; count -= 8, bits >>= 8)
            {
                yield return (byte)bits;
            }
        }

        yield return (byte)bits;
    }
}
