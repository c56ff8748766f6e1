namespace FashionSpark.S3;

/// <summary>A Parquet file of a piece.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record S3ManifestPart(string Name, long Rows, long Bytes);
