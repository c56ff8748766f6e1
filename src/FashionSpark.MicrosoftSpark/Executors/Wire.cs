namespace FashionSpark.MicrosoftSpark.Executors;

/// <summary>How rows stand in the columns that Spark sees.</summary>
internal enum Wire
{
    /// <summary>As columns of Spark: what Spark reads, and what it is to write.</summary>
    Columns,

    /// <summary>As bytes of an Arrow stream: what comes from the driver or goes to it.</summary>
    Packed,
}
