using System.Globalization;
using FashionSpark.Engines;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark.Tables;

/// <summary>Writes into Delta tables as commands.</summary>
internal static class DeltaWrites
{
    /// <summary>Delta Lake itself leaves out a write whose transaction the table already has, before it computes any row.</summary>
    public static WriteOperation Create(SparkTable table, DeltaWrite write, Relation rows)
    {
        (bool replaces, IReadOnlyDictionary<string, string> options) = Options(write);
        var operation = new WriteOperation
        {
            Input = rows,
            Source = "delta",
            Mode = replaces ? WriteOperation.Types.SaveMode.Overwrite : WriteOperation.Types.SaveMode.Append,
        };
        operation.Options.Add(new Dictionary<string, string>(options));

        // saveAsTable cannot replace rows of a catalog's table on Spark 3.5.7 with Delta 3.3.2 ("does not support truncate in batch mode").
        if (table.IsName && replaces)
        {
            operation.Table = Named(table, WriteOperation.Types.SaveTable.Types.TableSaveMethod.InsertInto);
            return operation;
        }

        operation.PartitioningColumns.AddRange(write.PartitionBy);
        if (table.IsName)
        {
            operation.Table = Named(table, WriteOperation.Types.SaveTable.Types.TableSaveMethod.SaveAsTable);
        }
        else
        {
            operation.Path = table.Text;
        }

        return operation;
    }

    /// <summary>What Delta Lake's writer is told, and whether it replaces rows.</summary>
    public static (bool Replaces, IReadOnlyDictionary<string, string> Options) Options(DeltaWrite write)
    {
        var options = new Dictionary<string, string>
        {
            ["txnAppId"] = write.AppId,
            ["txnVersion"] = write.TxnVersion.ToString(CultureInfo.InvariantCulture),
            ["userMetadata"] = UserMetadata.Write(write.AppId, write.TxnVersion),
        };
        if (write.Replace is { } keys)
        {
            // Delta Lake takes the rows that match out of their files, and adds the new ones, in one commit.
            options["replaceWhere"] = $"{Expressions.Quote(keys.Column)} IN ({string.Join(", ", keys.Values.Select(Expressions.QuoteText))})";
        }

        return (write.Replace is not null || write.Mode == DeltaWriteMode.Overwrite, options);
    }

    /// <summary>
    /// Makes a catalog's table without rows: the commit that makes one leaves user metadata out, and where nobody may read the
    /// log, its transaction would not be known.
    /// </summary>
    public static WriteOperation Make(SparkTable table, DeltaWrite write, Relation rows)
    {
        var operation = new WriteOperation
        {
            Input = rows.Limit(0),
            Source = "delta",
            Mode = WriteOperation.Types.SaveMode.Append,
            Table = Named(table, WriteOperation.Types.SaveTable.Types.TableSaveMethod.SaveAsTable),
        };
        operation.PartitioningColumns.AddRange(write.PartitionBy);
        return operation;
    }

    private static WriteOperation.Types.SaveTable Named(SparkTable table, WriteOperation.Types.SaveTable.Types.TableSaveMethod method) =>
        new() { TableName = table.Text, SaveMethod = method };
}
