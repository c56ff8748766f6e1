namespace FashionSpark.Spark;

/// <summary>How partition functions reach .NET on the executors.</summary>
public enum SparkDoor
{
    /// <summary>Whichever the server has: direct where its <c>PYSPARK_PYTHON</c> names our worker, else the bridge.</summary>
    Auto,

    /// <summary>A Python module on the executors' own Python keeps a .NET worker beside it.</summary>
    Bridge,

    /// <summary>The executors start our worker where they would start Python.</summary>
    Direct,
}
