namespace FashionSpark.Tables;

/// <summary>The <c>protocol</c> action: what a client must be able to do.</summary>
/// <param name="MinReaderVersion">3 = <paramref name="ReaderFeatures"/> counts.</param>
/// <param name="MinWriterVersion">7 = <paramref name="WriterFeatures"/> counts.</param>
/// <param name="ReaderFeatures">Names of features; empty below version 3.</param>
/// <param name="WriterFeatures">Names of features; empty below version 7.</param>
public sealed record DeltaProtocol(
    int MinReaderVersion, int MinWriterVersion, IReadOnlyList<string> ReaderFeatures, IReadOnlyList<string> WriterFeatures)
{
    /// <summary>What new tables ask for: reader 1, writer 2 (append-only tables and column invariants).</summary>
    public static DeltaProtocol Default { get; } = new(1, 2, [], []);
}
