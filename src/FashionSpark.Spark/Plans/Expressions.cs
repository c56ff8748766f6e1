using System.Globalization;
using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark.Plans;

/// <summary>Expressions of plans. Values travel as literals, never as SQL text, so nothing needs escaping twice.</summary>
internal static class Expressions
{
    /// <summary>A column by its whole name, whatever characters are in it.</summary>
    public static Expression Column(string name) =>
        new() { UnresolvedAttribute = new Expression.Types.UnresolvedAttribute { UnparsedIdentifier = Quote(name) } };

    public static Expression Text(string value) => new() { Literal = new Expression.Types.Literal { String = value } };

    public static Expression Call(string function, params ReadOnlySpan<Expression> arguments)
    {
        var call = new Expression.Types.UnresolvedFunction { FunctionName = function };
        foreach (Expression argument in arguments)
        {
            call.Arguments.Add(argument);
        }

        return new Expression { UnresolvedFunction = call };
    }

    /// <summary>SQL text without any value of a user's in it.</summary>
    public static Expression Sql(string text) => new() { ExpressionString = new Expression.Types.ExpressionString { Expression = text } };

    public static Expression As(this Expression expression, string name) =>
        new() { Alias = new Expression.Types.Alias { Expr = expression, Name = { name } } };

    public static Expression.Types.SortOrder Ascending(this Expression expression) => new()
    {
        Child = expression,
        Direction = Expression.Types.SortOrder.Types.SortDirection.Ascending,
        NullOrdering = Expression.Types.SortOrder.Types.NullOrdering.SortNullsFirst,
    };

    /// <summary>An identifier for SQL.</summary>
    public static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>A text literal for SQL, for the few statements that take no parameters.</summary>
    public static string QuoteText(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>SQL of <see cref="Datasets.ImageId.Bucket"/>: the first eight hexadecimal digits as a number, modulo the partitions.</summary>
    public static string IdBucket(string idColumn, int partitions) =>
        string.Create(CultureInfo.InvariantCulture, $"CAST(conv(substring({Quote(idColumn)}, 1, 8), 16, 10) AS BIGINT) % {partitions}");
}
