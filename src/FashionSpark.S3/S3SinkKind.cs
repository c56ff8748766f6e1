using FashionSpark.Pipeline;
using FashionSpark.Pipeline.Sinks;

namespace FashionSpark.S3;

/// <summary>Sinks in S3: <c>s3://bucket/prefix</c>, a folder a table below it.</summary>
public sealed class S3SinkKind : ISinkKind
{
    public string Form => S3Address.Form;

    public bool Knows(string sink) => S3Address.Knows(sink);

    public string Record(string sink) => S3Address.Parse(sink).ToString();

    /// <summary>There is nothing to be made: folders in S3 are names.</summary>
    public Task<ISink> OpenAsync(SinkOptions options, IReadOnlyList<SinkTable> tables, CancellationToken cancellation) =>
        Task.FromResult<ISink>(new S3Sink(S3Address.Parse(options.To), options.S3 ?? new S3Options()));
}
