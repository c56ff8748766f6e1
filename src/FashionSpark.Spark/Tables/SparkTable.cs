using System.Text.RegularExpressions;
using FashionSpark.Spark.Plans;

namespace FashionSpark.Spark.Tables;

/// <summary>Where a table or file is, as the server understands it: a full path or URI, or a name of the catalog.</summary>
/// <param name="Text">The path, or the name with dots.</param>
/// <param name="IsName">A name such as <c>main.fashion.predictions</c>.</param>
internal sealed partial record SparkTable(string Text, bool IsName)
{
    /// <summary>SQL of a file's path as the local engine gives it, without <c>file:</c>.</summary>
    public const string PlainPath = "regexp_replace(path, '^file:/+', '/')";

    /// <summary>The table in SQL.</summary>
    public string Sql => IsName ? string.Join('.', Text.Split('.').Select(Expressions.Quote)) : $"delta.{Expressions.Quote(Text)}";

    /// <summary>
    /// <c>catalog.schema.table</c> or <c>schema.table</c> is a name, and so is <c>catalog.schema/table</c>, which is what a
    /// warehouse <c>catalog.schema</c> makes of a table. Anything else is a path; a relative one is below the current
    /// folder of this process, since the server's means nothing to a user.
    /// </summary>
    public static SparkTable Parse(string text)
    {
        if (WarehouseTable().IsMatch(text) && !Directory.Exists(Path.GetDirectoryName(text)))
        {
            return new SparkTable(text.Replace('/', '.'), IsName: true);
        }

        if (Name().IsMatch(text) && !Path.Exists(text))
        {
            return new SparkTable(text, IsName: true);
        }

        return new SparkTable(FullPath(text), IsName: false);
    }

    /// <summary>A folder or file as the server understands it.</summary>
    public static string FullPath(string text) => Scheme().IsMatch(text) ? text : Path.GetFullPath(text);

    /// <summary>The path for Spark's file sources, which take every path for a pattern.</summary>
    public static string Pattern(string path) => PatternCharacter().Replace(path, @"\$0");

    [GeneratedRegex(@"^[A-Za-z_]\w*(\.[A-Za-z_]\w*){1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z_]\w*\.[A-Za-z_]\w*/[A-Za-z_]\w*$", RegexOptions.CultureInvariant)]
    private static partial Regex WarehouseTable();

    [GeneratedRegex(@"[{}\[\]*?\\]", RegexOptions.CultureInvariant)]
    private static partial Regex PatternCharacter();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*:/", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();
}
