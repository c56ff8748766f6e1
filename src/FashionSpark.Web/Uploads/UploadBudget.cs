using FashionSpark.Web.Inference;

namespace FashionSpark.Web.Uploads;

/// <summary>The memory that all uploads of a moment share, so that many large ones cannot fill the machine.</summary>
internal sealed class UploadBudget
{
    private readonly long _most;
    private long _taken;

    public UploadBudget(long bytes) => _most = bytes;

    /// <summary>Bytes taken now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <exception cref="QueueFullException">There is no room for it now.</exception>
    public void Take(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) > _most)
        {
            Return(bytes);
            throw new QueueFullException($"Uploads in progress fill the {_most / 1_000_000} megabytes there are for them.");
        }
    }

    public void Return(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
