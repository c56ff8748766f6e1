using System.IO.MemoryMappedFiles;

namespace FashionSpark.Torch.Training;

/// <summary>
/// A file as memory, read only. Processes that map the same file share it. Unmapped when the collector finds this object
/// unreachable, so whoever reads a span of it must hold it until then.
/// </summary>
internal sealed unsafe class MappedFile
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly long _length;

    public MappedFile(string path)
    {
        _length = new FileInfo(path).Length;
        using MemoryMappedFile file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        _view = file.CreateViewAccessor(0, _length, MemoryMappedFileAccess.Read);
        _start = (byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle();
    }

    public ReadOnlySpan<byte> Slice(long start, int length) => start >= 0 && length >= 0 && start + length <= _length
        ? new ReadOnlySpan<byte>(_start + start, length)
        : throw new InvalidDataException($"A file of {_length} bytes has no bytes {start} to {start + length}.");
}
