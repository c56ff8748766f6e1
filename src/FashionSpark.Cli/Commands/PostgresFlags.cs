using System.CommandLine;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>Where in a PostgreSQL database images are.</summary>
internal sealed class PostgresFlags
{
    private static readonly PostgresOptions Usual = new();

    private readonly Option<string?> _table = Flag.Text("--pg-table", "TABLE", "PostgreSQL: the table or view with the images, as [SCHEMA.]TABLE.");
    private readonly Option<string?> _query = Flag.Text("--pg-query", "SQL", "PostgreSQL: a SELECT that gives the images, instead of a table.");
    private readonly Option<string?> _key = Flag.Text("--pg-key", "COLUMN", $"PostgreSQL: what tells rows apart (default: {Usual.Key}).");
    private readonly Option<string?> _image = Flag.Text("--pg-image", "COLUMN", $"PostgreSQL: the encoded images, of type bytea (default: {Usual.Image}).");
    private readonly Option<string?> _s3Key = Flag.Text("--pg-s3-key", "COLUMN", "PostgreSQL: where in S3 the images are, s3://BUCKET/KEY or a key, of type text; instead of --pg-image.");
    private readonly Option<string?> _s3Bucket = Flag.Text("--pg-s3-bucket", "BUCKET", "PostgreSQL: the bucket of --pg-s3-key where it has keys alone.");
    private readonly Option<string?> _label = Flag.Text("--pg-label", "COLUMN", $"PostgreSQL: the classes (default: {Usual.Label}).");
    private readonly Option<string?> _split = Flag.Text("--pg-split", "COLUMN", "PostgreSQL: train, validation or test (default: cut by the images' ids).");

    public void AddTo(Command command)
    {
        foreach (Option<string?> option in (Option<string?>[])[_table, _query, _key, _image, _s3Key, _s3Bucket, _label, _split])
        {
            command.Add(option);
        }
    }

    /// <summary>Null = nothing was said.</summary>
    public PostgresOptions? Options(ParseResult parse)
    {
        var said = new PostgresOptions
        {
            Table = parse.GetValue(_table),
            Query = parse.GetValue(_query),
            Key = parse.GetValue(_key) ?? Usual.Key,
            Image = parse.GetValue(_image) ?? Usual.Image,
            S3Key = parse.GetValue(_s3Key),
            S3Bucket = parse.GetValue(_s3Bucket),
            Label = parse.GetValue(_label) ?? Usual.Label,
            Split = parse.GetValue(_split),
        };
        return said == Usual ? null : said;
    }
}
