namespace FashionSpark.Worker;

/// <summary>Sizes of the buffers between the worker and Spark.</summary>
internal static class WireBuffer
{
    /// <summary>Spark's own (<c>spark.buffer.size</c>): gathers numbers and small columns into one call.</summary>
    public const int Bytes = 64 * 1024;
}
