namespace FashionSpark.Images;

/// <summary>Bytes that are used again for the next picture.</summary>
public sealed class PixelBuffer
{
    /// <summary>A larger buffer is left to the collector after its picture: one panorama must not hold hundreds of megabytes for the rest of the job.</summary>
    private const int KeptBytes = 64 << 20;

    private byte[] _bytes = [];

    /// <summary>That many bytes of any content; whatever was taken before is overwritten.</summary>
    public Memory<byte> Take(int length)
    {
        if (_bytes.Length < length)
        {
            _bytes = [];
            _bytes = GC.AllocateUninitializedArray<byte>(length);
        }

        return _bytes.AsMemory(0, length);
    }

    internal void Trim()
    {
        if (_bytes.Length > KeptBytes)
        {
            _bytes = [];
        }
    }
}
