using Apache.Arrow;

namespace FashionSpark.Datasets;

/// <summary>Where corrected pictures go.</summary>
public interface IFeedbackWriter
{
    /// <summary>Writes rows of <see cref="FeedbackSchema"/>, all or none; those that are there already, after a failure, stay once.</summary>
    Task WriteAsync(RecordBatch rows, CancellationToken cancellation);
}
