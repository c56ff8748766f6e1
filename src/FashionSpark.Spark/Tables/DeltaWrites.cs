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
        var operation = new WriteOperation
        {
            Input = rows,
            Source = "delta",
            Mode = write.Mode == DeltaWriteMode.Overwrite ? WriteOperation.Types.SaveMode.Overwrite : WriteOperation.Types.SaveMode.Append,
            Options =
            {
                ["txnAppId"] = write.AppId,
                ["txnVersion"] = write.TxnVersion.ToString(CultureInfo.InvariantCulture),
                ["userMetadata"] = UserMetadata.Write(write.AppId, write.TxnVersion),
            },
        };
        if (write.Replace is { } keys)
        {
            // Delta Lake takes the rows that match out of their files, and adds the new ones, in one commit.
            operation.Mode = WriteOperation.Types.SaveMode.Overwrite;
            operation.Options["replaceWhere"] = $"{Expressions.Quote(keys.Column)} IN ({string.Join(", ", keys.Values.Select(Expressions.QuoteText))})";
        }

        operation.PartitioningColumns.AddRange(write.PartitionBy);
        if (table.IsName)
        {
            operation.Table = new WriteOperation.Types.SaveTable
            {
                TableName = table.Text,
                SaveMethod = WriteOperation.Types.SaveTable.Types.TableSaveMethod.SaveAsTable,
            };
        }
        else
        {
            operation.Path = table.Text;
        }

        return operation;
    }
}
