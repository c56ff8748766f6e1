using System.Buffers;
using Apache.Arrow.Memory;

namespace FashionSpark.Engines;

/// <summary>
/// Memory for Arrow builders that the garbage collector owns. Arrow's own allocator frees native memory when the array
/// is finalised, which can be while a span of its values is still being read.
/// </summary>
public sealed class ManagedAllocator : MemoryAllocator
{
    public static ManagedAllocator Instance { get; } = new();

    private ManagedAllocator()
    {
    }

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        bytesAllocated = length;
        return new Owner(new byte[length]);
    }

    private sealed class Owner(byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => bytes;

        public void Dispose()
        {
        }
    }
}
