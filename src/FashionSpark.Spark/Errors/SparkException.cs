namespace FashionSpark.Spark;

/// <summary>
/// What went wrong on or on the way to Spark. Keeps what Spark says of it: error class, SQLSTATE, parameters, the Java
/// classes and stack. Where a .NET partition function failed, its own message comes first.
/// </summary>
public sealed class SparkException : FashionSparkException
{
    public SparkException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Spark's name of the error, such as <c>TABLE_OR_VIEW_NOT_FOUND</c>; null where it has none.</summary>
    public string? ErrorClass { get; init; }

    /// <summary>SQLSTATE, such as <c>42P01</c>; 4.x, and 3.5 where the message has it.</summary>
    public string? SqlState { get; init; }

    /// <summary>The values that the error class's text is filled with; 4.x.</summary>
    public IReadOnlyDictionary<string, string> MessageParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Java classes of the exception, the most special first.</summary>
    public IReadOnlyList<string> JavaClasses { get; init; } = [];

    /// <summary>The server's stack with the causes below; 4.x.</summary>
    public string? ServerStack { get; init; }

    /// <summary>Message and stack of the .NET exception on the executor; null where the error is not of a partition function.</summary>
    public string? RemoteError { get; init; }

    /// <summary>Type of that .NET exception, such as <c>FashionSpark.DatasetException</c>.</summary>
    public string? RemoteType { get; init; }

    /// <summary>What the executor's exception says of itself; a failure of Spark is nobody's input.</summary>
    public override bool IsBadInput => Spark.RemoteError.IsBadInput(RemoteType);

    /// <summary>Name of the gRPC status, such as <c>Unavailable</c>; null where no call failed.</summary>
    public string? RpcStatus { get; init; }

    /// <summary>True where Spark says so, or where one of the Java classes is this one.</summary>
    public bool Is(string errorClassOrJavaClass) =>
        ErrorClass == errorClassOrJavaClass
        || ErrorClass?.StartsWith(errorClassOrJavaClass + ".", StringComparison.Ordinal) == true
        || JavaClasses.Any(name => name == errorClassOrJavaClass || name.EndsWith("." + errorClassOrJavaClass, StringComparison.Ordinal));
}
