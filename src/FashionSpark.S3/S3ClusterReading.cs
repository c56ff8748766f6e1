using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.S3;

/// <summary>Finds out whether the cluster reads a source in S3 by itself, and lists it there.</summary>
internal static class S3ClusterReading
{
    /// <summary>What a file system for S3 may be known by: the platform's own, and Hadoop's.</summary>
    private static readonly string[] Schemes = ["s3", "s3a"];

    /// <returns>Null where our own reader is to read it.</returns>
    /// <exception cref="InvalidInputException">Spark must read it, and cannot.</exception>
    /// <exception cref="RemoteStoreException">The cluster has a file system for S3, and may not list this.</exception>
    public static async Task<S3ClusterSource?> TryOpenAsync(
        S3Address address, S3Options server, IEngine engine, IRunProgress progress, CancellationToken cancellation)
    {
        string? whyNot = WhyNot(address, server, engine);
        if (whyNot is null)
        {
            using IStageProgress listed = progress.Begin("list s3", null, "objects");
            foreach (string scheme in Schemes)
            {
                string root = $"{scheme}://{address.Bucket}/{address.Prefix.TrimEnd('/')}";
                if (await CountAsync((IClusterStores)engine, root, listed, cancellation).ConfigureAwait(false) is { } files)
                {
                    progress.Note($"S3 is read by Spark itself, as {root}.");
                    return new S3ClusterSource(address, root, files);
                }
            }

            whyNot = "the cluster has no file system for s3:// or s3a:// (Hadoop's is the package org.apache.hadoop:hadoop-aws)";
        }

        if (server.Reader == S3Reader.Spark)
        {
            throw new InvalidInputException($"Spark cannot read '{address}': {whyNot}. Leave out --s3-reader spark, and our own reader reads it.");
        }

        if (engine is IClusterStores)
        {
            progress.Note($"S3 is read by our own reader: {whyNot}.");
        }

        return null;
    }

    /// <summary>What is known without asking the cluster; null = nothing is against it.</summary>
    private static string? WhyNot(S3Address address, S3Options server, IEngine engine) => server switch
    {
        { Reader: S3Reader.Own } => "--s3-reader own",
        _ when engine is not IClusterStores => $"engine '{engine.Name}' has no file systems of a cluster",
        { Endpoint: not null } or { PathStyle: true } =>
            "Spark takes neither --s3-endpoint nor --s3-path-style from a command, but from spark.hadoop.fs.s3a.endpoint and spark.hadoop.fs.s3a.path.style.access of the cluster",
        _ when address.Prefix.Split('/')[..^1].Any(name => name is "" or "." or ".." || name.Contains(':', StringComparison.Ordinal)) => "Hadoop's paths have no names that are empty, '.', '..', or with a ':' in them",
        _ => null,
    };

    private static async Task<IReadOnlyDictionary<string, long>?> CountAsync(
        IClusterStores stores, string root, IStageProgress listed, CancellationToken cancellation)
    {
        try
        {
            return await stores.CountFilesAsync(root, S3ClusterSource.Depth, listed, cancellation).ConfigureAwait(false);
        }
        catch (RemoteStoreException e)
        {
            throw new RemoteStoreException($"{e.Message} With --s3-reader own, S3 is read with the AWS credentials of this command and of the executors' environment.", e);
        }
    }
}
