namespace FashionSpark.Tables;

/// <summary>
/// Copies of byte values, many to a block. Copies, because the memory of a batch made by Arrow's builders is native and
/// freed when the batch is finalised, even while a slice of it is still held.
/// </summary>
internal sealed class ByteArena
{
    /// <summary>1 MiB: a thousand images of 784 bytes a block, and little is lost at its end.</summary>
    private const int BlockBytes = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private int _block;
    private int _used;

    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> value)
    {
        if (value.Length > BlockBytes / 4)
        {
            return value.ToArray();
        }

        if (_blocks.Count == 0)
        {
            _blocks.Add(new byte[BlockBytes]);
        }
        else if (_used + value.Length > BlockBytes)
        {
            _used = 0;
            if (++_block == _blocks.Count)
            {
                _blocks.Add(new byte[BlockBytes]);
            }
        }

        Memory<byte> copy = _blocks[_block].AsMemory(_used, value.Length);
        value.CopyTo(copy.Span);
        _used += value.Length;
        return copy;
    }

    /// <summary>Forgets the values and keeps the blocks for the next ones.</summary>
    public void Clear()
    {
        _block = 0;
        _used = 0;
    }
}
