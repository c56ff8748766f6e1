using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>A kind of place outside of this machine that keeps corrected pictures, known by how its name begins; an edge project has it.</summary>
public interface IFeedbackKind
{
    bool Knows(string name);

    /// <summary>As <see cref="IImageSourceKind.Record"/>.</summary>
    string Record(string name);

    /// <summary>Connects, and makes the table where it is missing.</summary>
    /// <exception cref="RemoteStoreException">It does not answer, or not to us.</exception>
    Task<IFeedbackWriter> OpenAsync(string name, TimeProvider time, CancellationToken cancellation);

    /// <summary>What it has now, the same however often it is read while people go on correcting: rows of <see cref="FeedbackSchema.Labelled"/>.</summary>
    /// <exception cref="TableNotFoundException">There is no such table.</exception>
    Task<IDataset> ReadAsync(string name, IEngine engine, CancellationToken cancellation);
}
