namespace FashionSpark.Images;

/// <summary>A colour profile, collected from the APP2 segments it is cut into (ICC.1, annex B.4).</summary>
internal sealed class JpegProfile
{
    private static ReadOnlySpan<byte> Signature => "ICC_PROFILE\0"u8;

    private readonly SortedDictionary<int, byte[]> _parts = [];
    private int _count;

    public void Add(ReadOnlySpan<byte> segment)
    {
        if (segment.StartsWith(Signature) && segment.Length > Signature.Length + 2)
        {
            _parts.TryAdd(segment[Signature.Length], segment[(Signature.Length + 2)..].ToArray());
            _count = segment[Signature.Length + 1];
        }
    }

    /// <summary>The whole profile; empty where a part is missing, as a profile is no reason to refuse a picture.</summary>
    public byte[] Join() => _count > 0 && _parts.Count == _count && _parts.Keys.SequenceEqual(Enumerable.Range(1, _count)) ? [.. _parts.Values.SelectMany(part => part)] : [];
}
