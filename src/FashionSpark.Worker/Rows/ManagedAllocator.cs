using System.Buffers;
using Apache.Arrow.Memory;

namespace FashionSpark.Worker.Rows;

/// <summary>
/// Buffers of input batches as managed arrays. A function may keep a batch, or a span of one, for as long as it likes:
/// the collector knows; with Arrow's native buffers a finalizer may free what a span still reads, which ends the process.
/// </summary>
internal sealed class ManagedAllocator : MemoryAllocator
{
    public ManagedAllocator()
        : base(alignment: 64)
    {
    }

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        bytesAllocated = length;
        return new Owner(GC.AllocateUninitializedArray<byte>(length));
    }

    private sealed class Owner(byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = bytes;

        public void Dispose()
        {
            // The collector's business.
        }
    }
}
