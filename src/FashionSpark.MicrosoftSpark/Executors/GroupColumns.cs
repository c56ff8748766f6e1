namespace FashionSpark.MicrosoftSpark.Executors;

/// <summary>The columns that travel between Spark and the grouped-map function, and how much of a partition is in one row of them.</summary>
internal static class GroupColumns
{
    /// <summary>By which Spark places a partition's rows (see <see cref="Spark.Plans.BucketKeys"/>).</summary>
    public const string Key = "__fashionspark_key";

    /// <summary>Number of the partition.</summary>
    public const string Partition = "__fashionspark_partition";

    /// <summary>Number of the chunk in its partition.</summary>
    public const string Chunk = "__fashionspark_chunk";

    /// <summary>Rows of a chunk, as a list of structs: <see cref="Position"/> and <see cref="Row"/>.</summary>
    public const string Rows = "__fashionspark_rows";

    /// <summary>Rows of a chunk, as the bytes of an Arrow stream.</summary>
    public const string Packed = "__fashionspark_packed";

    /// <summary>What went wrong in a partition, instead of its rows; null in every other row.</summary>
    public const string Error = "__fashionspark_error";

    public const string Position = "position";

    public const string Row = "row";

    /// <summary>
    /// Rows in a chunk. A group has a row for each chunk, and must have fewer than 10,000: larger ones hang (dotnet/spark
    /// issue 1214). So a partition may have ten million rows.
    /// </summary>
    public const int ChunkRows = 1024;

    /// <summary>Most chunks of a partition: below Spark's 10,000 rows a batch.</summary>
    public const int MostChunks = 9_999;

    /// <summary>Most rows of a batch that a function is given, as with Spark Connect.</summary>
    public const int BatchRows = 128;
}
