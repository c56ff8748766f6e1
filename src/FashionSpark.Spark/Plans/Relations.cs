using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark.Plans;

/// <summary>Relations of plans. Pure: every call gives a new one around the old.</summary>
internal static class Relations
{
    public static Relation ReadFiles(string format, IEnumerable<string> paths, IReadOnlyDictionary<string, string>? options = null)
    {
        var source = new Read.Types.DataSource { Format = format };
        source.Paths.AddRange(paths);
        foreach ((string key, string value) in options ?? new Dictionary<string, string>())
        {
            source.Options.Add(key, value);
        }

        return new Relation { Read = new Read { DataSource = source } };
    }

    public static Relation Sql(string query) => new() { Sql = new SQL { Query = query } };

    public static Relation Range(long end, int partitions) => new() { Range = new Protocol.Range { Start = 0, End = end, Step = 1, NumPartitions = partitions } };

    public static Relation Project(this Relation input, IEnumerable<Expression> expressions)
    {
        var project = new Project { Input = input };
        project.Expressions.AddRange(expressions);
        return new Relation { Project = project };
    }

    public static Relation Project(this Relation input, IEnumerable<string> columns) => input.Project(columns.Select(Expressions.Column));

    public static Relation Filter(this Relation input, Expression condition) => new() { Filter = new Filter { Input = input, Condition = condition } };

    /// <summary>A row a value of the expression, with the number of its rows.</summary>
    public static Relation CountBy(this Relation input, Expression by, string count) => new()
    {
        Aggregate = new Aggregate
        {
            Input = input,
            GroupType = Aggregate.Types.GroupType.Groupby,
            GroupingExpressions = { by },
            AggregateExpressions = { Expressions.Sql("count(*)").As(count) },
        },
    };

    public static Relation Limit(this Relation input, int rows) => new() { Limit = new Limit { Input = input, Limit_ = rows } };

    /// <summary>All rows of both, columns by position.</summary>
    public static Relation Union(this Relation input, Relation other) => new()
    {
        SetOp = new SetOperation { LeftInput = input, RightInput = other, SetOpType = SetOperation.Types.SetOpType.Union, IsAll = true },
    };

    public static Relation SortWithinPartitions(this Relation input, Expression by) =>
        new() { Sort = new Sort { Input = input, IsGlobal = false, Order = { by.Ascending() } } };

    /// <summary>Joins neighbouring partitions until there are this many; never makes more, and moves no row to another machine.</summary>
    public static Relation Coalesce(this Relation input, int partitions) =>
        new() { Repartition = new Repartition { Input = input, NumPartitions = partitions, Shuffle = false } };

    /// <summary>
    /// Deals rows so that a row whose bucket is b lands in partition b: Spark hashes the key it is given, so each bucket
    /// gets a key whose hash says b (<see cref="BucketKeys"/>). The number of partitions is one the user gave, which
    /// Spark's adaptive execution leaves alone.
    /// </summary>
    /// <param name="input">The rows.</param>
    /// <param name="bucketSql">SQL of the bucket, an integer from 0 to <paramref name="partitions"/> - 1.</param>
    /// <param name="partitions">Number of buckets and partitions.</param>
    public static Relation RepartitionByBucket(this Relation input, string bucketSql, int partitions) => new()
    {
        RepartitionByExpression = new RepartitionByExpression
        {
            Input = input,
            NumPartitions = partitions,
            PartitionExprs = { Expressions.Sql($"element_at(array({string.Join(", ", BucketKeys.For(partitions))}), CAST({bucketSql} AS INT) + 1)") },
        },
    };

    public static Relation MapPartitions(this Relation input, PythonUDF function) => new()
    {
        MapPartitions = new MapPartitions
        {
            Input = input,
            Func = new CommonInlineUserDefinedFunction { FunctionName = "fashionspark", Deterministic = true, PythonUdf = function },
        },
    };
}
