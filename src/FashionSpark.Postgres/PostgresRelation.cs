using FashionSpark.Pipeline;

namespace FashionSpark.Postgres;

/// <summary>The table or query that has the images, and its columns, as SQL.</summary>
/// <param name="From">What stands behind FROM.</param>
/// <param name="Key">The column that tells rows apart, quoted and qualified, as the others.</param>
/// <param name="Image">The images, or their addresses as UTF-8.</param>
/// <param name="Label">The column of the classes.</param>
/// <param name="Split">The column of the splits; <c>NULL</c> = there is none.</param>
/// <param name="Name">For people.</param>
public sealed record PostgresRelation(string From, string Key, string Image, string Label, string Split, string Name)
{
    private const string Alias = "r";

    /// <exception cref="InvalidInputException">Neither a table nor a query is named, or both are.</exception>
    public static PostgresRelation Of(PostgresOptions? options)
    {
        if (options is null || options.Table is null == options.Query is null)
        {
            throw new InvalidInputException("A PostgreSQL source takes a table (--pg-table) or a query (--pg-query).");
        }

        string from = options.Table is { } table
            ? string.Join('.', table.Split('.').Select(Quote))
            : $"({options.Query!.Trim().TrimEnd(';')})";
        return new PostgresRelation(
            $"{from} AS {Alias}", Column(options.Key), options.S3Key is { } address ? $"convert_to({Column(address)}::text, 'UTF8')" : Column(options.Image), Column(options.Label),
            options.Split is { } split ? Column(split) : "NULL", options.Table ?? "the query");
    }

    /// <summary>A column as a person names it.</summary>
    public static string NameOf(string column) => column[(Alias.Length + 2)..^1];

    /// <summary>Qualified: a bare name behind ORDER BY would be the column of the result, a text, and sort 10 before 9.</summary>
    private static string Column(string name) => $"{Alias}.{Quote(name)}";

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
