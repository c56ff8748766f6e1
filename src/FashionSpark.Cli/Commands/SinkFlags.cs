using System.CommandLine;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>Where the results of a run go beside its own tables.</summary>
internal sealed class SinkFlags
{
    private static readonly SinkOptions Usual = new() { To = "" };

    private readonly Option<string?> _sink = Flag.Text(
        "--sink", "SINK", "Gets the results too, when all stages are done: a PostgreSQL database (postgres://USER@HOST/DATABASE) or a folder in S3 (s3://BUCKET/PREFIX).");

    private readonly Option<string?> _schema = Flag.Text("--sink-schema", "SCHEMA", $"Sink: the schema of a database's tables, made where it is missing (default: {Usual.Schema}).");

    private readonly Option<bool> _images = Flag.Switch("--sink-images", "Sink: the prepared images too, with their pixels.");

    private readonly S3Flags _s3 = new("--sink-s3", "Sink in S3", isSource: false);

    public void AddTo(Command command)
    {
        command.Add(_sink);
        command.Add(_schema);
        command.Add(_images);
        _s3.AddTo(command);
    }

    /// <summary>What is said, over what a job file says; null = nowhere.</summary>
    public SinkOptions? Options(ParseResult parse, SinkOptions? job = null) => (parse.GetValue(_sink) ?? job?.To) is { } to
        ? new SinkOptions
        {
            To = to,
            Schema = parse.GetValue(_schema) ?? job?.Schema ?? Usual.Schema,
            Images = parse.GetValue(_images) || job?.Images == true,
            S3 = _s3.Options(parse) ?? job?.S3,
        }
        : null;
}
