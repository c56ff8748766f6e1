namespace FashionSpark.Engines;

/// <summary>
/// An engine whose cluster may have file systems for stores outside of it, and credentials that the driver has not. What is listed
/// here, <see cref="IEngine.ReadBinaryFiles"/> reads.
/// </summary>
public interface IClusterStores
{
    /// <summary>Lists a store on the cluster, without reading files: only folders come to the driver, however many files are in them.</summary>
    /// <param name="address">A folder of the store, such as <c>s3a://bucket/photos</c>.</param>
    /// <param name="depth">Names that a folder has at the most, below the address; what lies deeper is counted there.</param>
    /// <param name="progress">Told of files that were counted.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>
    /// Files by folder, such as <c>train/dress</c>, and <c>""</c> for the address itself; empty where nothing is there; null where the
    /// cluster has no file system for such addresses.
    /// </returns>
    /// <exception cref="RemoteStoreException">The cluster cannot list it: no permission, no such bucket, no connection.</exception>
    Task<IReadOnlyDictionary<string, long>?> CountFilesAsync(string address, int depth, IProgress<long> progress, CancellationToken cancellation);
}
