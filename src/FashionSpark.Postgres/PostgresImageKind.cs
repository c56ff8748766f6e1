using FashionSpark.Datasets;
using FashionSpark.Datasets.Remote;
using FashionSpark.Engines;
using FashionSpark.Pipeline;
using Npgsql;

namespace FashionSpark.Postgres;

/// <summary>Sources in PostgreSQL: a table or query with a column of encoded images and one of labels.</summary>
public sealed class PostgresImageKind : IImageSourceKind
{
    private readonly IObjectStore? _objects;

    /// <param name="objects">Where images are that a database has only the addresses of; null = nowhere.</param>
    public PostgresImageKind(IObjectStore? objects = null) => _objects = objects;

    public string Form => PostgresAddress.Form;

    public bool Knows(string source) => PostgresAddress.Knows(source);

    public string Record(string source) => PostgresServers.Record(source);

    public async Task<IImageSource> OpenAsync(PrepareOptions options, IEngine engine, IRunProgress progress, CancellationToken cancellation)
    {
        string database = Record(options.Source);
        PostgresRelation relation = PostgresRelation.Of(options.Postgres);
        if (options.Postgres!.S3Key is not null && _objects is null)
        {
            throw new InvalidInputException("Images in S3 cannot be read here.");
        }

        try
        {
            PostgresOutline? outline = null;
            await PostgresRetry.RunAsync(
                TimeProvider.System,
                async stop =>
                {
                    await using NpgsqlConnection connection = await PostgresServers.Get(database).OpenConnectionAsync(stop).ConfigureAwait(false);
                    outline = await PostgresOutline.ReadAsync(connection, database, relation, stop).ConfigureAwait(false);
                },
                cancellation).ConfigureAwait(false);
            return new PostgresImageSource(database, relation, outline!, options.Postgres!.S3Key is null ? null : spool => _objects!.Fetch(options, spool));
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Translate(e, database, $"CONNECT, and SELECT on {relation.Name}");
        }
    }
}
