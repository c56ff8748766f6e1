using System.Buffers;
using Apache.Arrow.Memory;

namespace FashionSpark.Engines;

/// <summary>
/// Memory for Arrow builders that the garbage collector owns. Arrow's own allocator frees native memory when the array
/// is finalised, which can be while a span of its values is still being read.
/// </summary>
public sealed class ManagedAllocator : MemoryAllocator
{
    private readonly bool _zeroed;

    private ManagedAllocator(bool zeroed) => _zeroed = zeroed;

    public static ManagedAllocator Instance { get; } = new(zeroed: true);

    /// <summary>For readers, which fill all of it: builders need zeros, and clearing megabytes a batch takes as long as copying them.</summary>
    public static ManagedAllocator ForReading { get; } = new(zeroed: false);

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        bytesAllocated = length;
        return new Owner(_zeroed ? new byte[length] : GC.AllocateUninitializedArray<byte>(length));
    }

    private sealed class Owner(byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => bytes;

        public void Dispose()
        {
        }
    }
}
