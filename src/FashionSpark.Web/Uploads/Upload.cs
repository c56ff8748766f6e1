using System.Buffers;
using FashionSpark.Web.Api;
using Microsoft.AspNetCore.Http;

namespace FashionSpark.Web.Uploads;

/// <summary>The bytes of one file of a request, in rented memory and nowhere else.</summary>
internal sealed class Upload : IDisposable
{
    /// <summary>Where the length is not said beforehand: most pictures made small for the web fit.</summary>
    private const int FirstLength = 64 << 10;

    private readonly UploadBudget _budget;
    private byte[] _buffer;
    private int _length;

    private Upload(UploadBudget budget, string name, int capacity)
    {
        _budget = budget;
        Name = name;
        _budget.Take(capacity);
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
        Capacity = capacity;
    }

    /// <summary>What the client calls it; for showing back, never a path.</summary>
    public string Name { get; }

    public ReadOnlyMemory<byte> Content => _buffer.AsMemory(0, _length);

    private int Capacity { get; set; }

    /// <param name="stream">The bytes.</param>
    /// <param name="name">What the client calls it.</param>
    /// <param name="length">Bytes the client announced; null = not said.</param>
    /// <param name="most">Bytes it may have.</param>
    /// <param name="budget">Memory that all uploads share.</param>
    /// <param name="cancellation">Ends when the client hangs up.</param>
    /// <exception cref="RefusedException">It is longer, or memory is short.</exception>
    public static async Task<Upload> ReadAsync(Stream stream, string name, long? length, long most, UploadBudget budget, CancellationToken cancellation)
    {
        if (length > most)
        {
            throw TooLarge();
        }

        // One byte more than announced, so that the end is seen without growing.
        var upload = new Upload(budget, name, (int)Math.Min((length ?? FirstLength) + 1, most + 1));
        try
        {
            int read;
            while ((read = await stream.ReadAsync(upload._buffer.AsMemory(upload._length, upload.Capacity - upload._length), cancellation).ConfigureAwait(false)) > 0)
            {
                upload._length += read;
                if (upload._length > most)
                {
                    throw TooLarge();
                }

                if (upload._length == upload.Capacity)
                {
                    upload.Grow((int)Math.Min(2L * upload.Capacity, most + 1));
                }
            }

            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _budget.Return(Capacity);
            _buffer = [];
        }
    }

    private static RefusedException TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, "body-too-large", "The request is larger than this service takes.");

    private void Grow(int capacity)
    {
        _budget.Take(capacity - Capacity);
        byte[] larger = ArrayPool<byte>.Shared.Rent(capacity);
        Content.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        Capacity = capacity;
    }
}
