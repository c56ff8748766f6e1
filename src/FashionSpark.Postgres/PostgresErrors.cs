using Npgsql;

namespace FashionSpark.Postgres;

/// <summary>What PostgreSQL and Npgsql say, as an error that names the database and what to do.</summary>
internal static class PostgresErrors
{
    /// <param name="error">What was thrown.</param>
    /// <param name="database">The database, without a password.</param>
    /// <param name="needs">What the user must be allowed to, such as <c>SELECT on images</c>.</param>
    public static FashionSparkException Translate(NpgsqlException error, string database, string needs) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new RemoteStoreException(
            $"'{database}' refuses the user: {Text(error)} The password comes from PGPASSWORD or the password file (~/.pgpass).", error),
        PostgresErrorCodes.InvalidCatalogName => new DatasetException($"'{database}': there is no such database. {Text(error)}", error),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.SyntaxError or PostgresErrorCodes.InvalidSchemaName =>
            new DatasetException($"'{database}' does not have what was named: {Text(error)}", error),
        PostgresErrorCodes.InsufficientPrivilege => new RemoteStoreException($"No permission in '{database}': it takes {needs}. PostgreSQL says: {Text(error)}", error),
        null => new RemoteStoreException($"'{database}' cannot be reached, or the connection broke: {Text(error)}", error),
        _ => new RemoteStoreException($"'{database}' says: {Text(error)} (SQLSTATE {error.SqlState})", error),
    };

    private static string Text(NpgsqlException error)
    {
        string text = error is PostgresException server ? server.MessageText : error.InnerException is { } inner ? $"{error.Message}: {inner.Message}" : error.Message;
        return text.Split('\n')[0].TrimEnd().TrimEnd('.') + ".";
    }
}
