namespace FashionSpark.Pipeline.Sinks;

/// <summary>A kind of place outside of this machine that results go to, known by how its name begins; an edge project has it.</summary>
public interface ISinkKind
{
    /// <summary>How its sinks are named, for messages.</summary>
    string Form { get; }

    bool Knows(string sink);

    /// <summary>As <see cref="Datasets.IImageSourceKind.Record"/>.</summary>
    string Record(string sink);

    /// <summary>Connects, and sees to it that there is a place for every table.</summary>
    /// <exception cref="InvalidInputException">What is there is of another version.</exception>
    /// <exception cref="RemoteStoreException">It does not answer, or not to us.</exception>
    Task<ISink> OpenAsync(SinkOptions options, IReadOnlyList<SinkTable> tables, CancellationToken cancellation);
}
