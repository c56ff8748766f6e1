namespace FashionSpark.Pipeline;

/// <summary>Who reads a source in S3 on a cluster.</summary>
public enum S3Reader
{
    /// <summary>Spark where the cluster has a file system for S3, else our own reader.</summary>
    Auto,

    /// <summary>Spark, with the cluster's file system and credentials.</summary>
    Spark,

    /// <summary>Our reader in the partition functions, with the credentials of the executors' environment.</summary>
    Own,
}
