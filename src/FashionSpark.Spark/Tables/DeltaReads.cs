using System.Globalization;
using FashionSpark.Engines;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark.Tables;

/// <summary>Reads of Delta tables as relations.</summary>
internal static class DeltaReads
{
    public static Relation Relation(SparkTable table, long version)
    {
        string number = version.ToString(CultureInfo.InvariantCulture);
        return table.IsName
            ? Relations.Sql($"SELECT * FROM {table.Sql} VERSION AS OF {number}")
            : Relations.ReadFiles("delta", [table.Text], new Dictionary<string, string> { ["versionAsOf"] = number });
    }

    /// <summary>Filter first: a filter on a partition column leaves out whole files, and its column need not be read.</summary>
    public static Relation Relation(SparkTable table, long version, DeltaRead read)
    {
        Relation relation = Relation(table, version);
        if (read.Partitions is { } filter)
        {
            relation = relation.Filter(Expressions.Call("in", [Expressions.Column(filter.Column), .. filter.Values.Select(Expressions.Text)]));
        }

        return read.Columns is null ? relation : relation.Project(read.Columns);
    }
}
