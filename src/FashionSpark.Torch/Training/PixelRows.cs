namespace FashionSpark.Torch.Training;

/// <summary>The pixels of images, each a run of bytes: in arrays, or one after the other in a file.</summary>
internal sealed class PixelRows
{
    private readonly byte[][] _arrays = [];
    private readonly MappedFile? _file;
    private readonly (long Start, int Length)[] _places = [];

    public PixelRows(byte[][] arrays) => _arrays = arrays;

    /// <param name="file">The file.</param>
    /// <param name="start">Where the first image begins.</param>
    /// <param name="lengths">Bytes of each image.</param>
    public PixelRows(MappedFile file, long start, int[] lengths)
    {
        _file = file;
        _places = new (long, int)[lengths.Length];
        for (int row = 0; row < lengths.Length; row++)
        {
            _places[row] = (start, lengths[row]);
            start += lengths[row];
        }
    }

    public ReadOnlySpan<byte> this[int row] => _file is null ? _arrays[row] : _file.Slice(_places[row].Start, _places[row].Length);
}
