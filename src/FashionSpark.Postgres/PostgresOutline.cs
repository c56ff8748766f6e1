using System.Data;
using FashionSpark.Datasets;
using Npgsql;

namespace FashionSpark.Postgres;

/// <summary>What a relation holds, asked in one view of the database: rows, classes, splits, and the type of its key.</summary>
/// <param name="Count">Rows.</param>
/// <param name="KeyType">Type of the key, as SQL names it.</param>
/// <param name="Classes">Labels in ordinal order.</param>
/// <param name="Splits">Splits that are named.</param>
internal sealed record PostgresOutline(long Count, string KeyType, IReadOnlyList<string> Classes, IReadOnlyList<string> Splits)
{
    /// <exception cref="DatasetException">A column has the wrong type, the key is not unique, a split is none, or there are fewer than two classes.</exception>
    public static async Task<PostgresOutline> ReadAsync(NpgsqlConnection connection, string database, PostgresRelation relation, CancellationToken cancellation)
    {
        await using NpgsqlTransaction view = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation).ConfigureAwait(false);
        string keyType = await KeyTypeAsync(connection, database, relation, cancellation).ConfigureAwait(false);
        long[] counts = await RowAsync(connection, $"SELECT count(*), count({relation.Key}), count(DISTINCT {relation.Key}) FROM {relation.From}", cancellation).ConfigureAwait(false);
        if (counts[1] < counts[0] || counts[2] < counts[0])
        {
            throw new DatasetException(
                $"Column '{PostgresRelation.NameOf(relation.Key)}' of {relation.Name} in '{database}' does not tell rows apart: {counts[0]} rows, {counts[1]} of them not NULL, {counts[2]} different values. Name another one with --pg-key.");
        }

        IReadOnlyList<string> classes = await TextsAsync(connection, $"SELECT DISTINCT {relation.Label}::text FROM {relation.From} WHERE {relation.Label} IS NOT NULL", cancellation).ConfigureAwait(false);
        if (classes.Count < 2)
        {
            throw new DatasetException($"Column '{PostgresRelation.NameOf(relation.Label)}' of {relation.Name} in '{database}' has {classes.Count} different label(s); a classifier needs two or more.");
        }

        IReadOnlyList<string> splits = relation.Split == "NULL"
            ? []
            : await TextsAsync(connection, $"SELECT DISTINCT {relation.Split}::text FROM {relation.From} WHERE {relation.Split} IS NOT NULL", cancellation).ConfigureAwait(false);
        return new PostgresOutline(counts[0], keyType, classes, Declared(database, relation, splits));
    }

    private static string[] Declared(string database, PostgresRelation relation, IReadOnlyList<string> names)
    {
        string[] unknown = [.. names.Where(name => FolderSplit.Of(name) is null)];
        string[] splits = [.. names.Select(FolderSplit.Of).OfType<string>().Distinct()];
        return unknown.Length > 0 || (splits.Length > 0 && !splits.Contains(Split.Train))
            ? throw new DatasetException(
                $"Column '{PostgresRelation.NameOf(relation.Split)}' of {relation.Name} in '{database}' has the value(s) {string.Join(", ", names.Select(name => $"'{name}'"))}; expected {string.Join(", ", Split.All)}, train among them.")
            : splits;
    }

    private static async Task<string> KeyTypeAsync(NpgsqlConnection connection, string database, PostgresRelation relation, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT {relation.Key}, {relation.Image} FROM {relation.From} LIMIT 0", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        return reader.GetDataTypeName(1) == "bytea"
            ? reader.GetDataTypeName(0)
            : throw new DatasetException($"Column '{PostgresRelation.NameOf(relation.Image)}' of {relation.Name} in '{database}' is of type {reader.GetDataTypeName(1)}; images are bytea. Name another one with --pg-image.");
    }

    private static async Task<long[]> RowAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await reader.ReadAsync(cancellation).ConfigureAwait(false);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var texts = new List<string>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            texts.Add(reader.GetString(0));
        }

        return [.. texts.Order(StringComparer.Ordinal)];
    }
}
