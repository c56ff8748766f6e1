namespace FashionSpark.WebBench;

/// <summary>What a load came to.</summary>
/// <param name="PerSecond">Requests answered a second.</param>
/// <param name="Median">Milliseconds from request to answer.</param>
/// <param name="P99">The same for the slowest in a hundred.</param>
/// <param name="Processor">Milliseconds of a processor that the service took for a request.</param>
internal sealed record LoadResult(double PerSecond, double Median, double P99, double Processor);
