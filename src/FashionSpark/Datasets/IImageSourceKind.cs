using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.Datasets;

/// <summary>A kind of place outside of this machine that images come from, known by how its name begins; an edge project has it.</summary>
public interface IImageSourceKind
{
    /// <summary>How its sources are named, for messages, such as <c>s3://BUCKET/PREFIX</c>.</summary>
    string Form { get; }

    bool Knows(string source);

    /// <summary>
    /// The source as it may be shown and recorded: in one form, without secrets. A secret that is taken out is remembered by
    /// this process, so that <see cref="OpenAsync"/> works with what is returned.
    /// </summary>
    /// <exception cref="InvalidInputException">It is not such a name; says so without secrets.</exception>
    string Record(string source);

    /// <param name="options">Which source, and how it is reached.</param>
    /// <param name="engine">What will read it.</param>
    /// <param name="progress">Told of a listing.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DatasetException">It is not there or not what it must be.</exception>
    /// <exception cref="RemoteStoreException">It does not answer, or not to us.</exception>
    Task<IImageSource> OpenAsync(PrepareOptions options, IEngine engine, IRunProgress progress, CancellationToken cancellation);
}
