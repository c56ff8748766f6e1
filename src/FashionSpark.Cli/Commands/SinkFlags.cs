using System.CommandLine;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>Where the results of a run go beside its own tables.</summary>
internal sealed class SinkFlags
{
    private static readonly SinkOptions Usual = new() { To = "" };

    private readonly Option<string?> _sink = Flag.Text(
        "--sink", "DB", "PostgreSQL database that gets the results too, when all stages are done: postgres://USER@HOST/DATABASE.");

    private readonly Option<string?> _schema = Flag.Text("--sink-schema", "SCHEMA", $"Sink: the schema of its tables, made where it is missing (default: {Usual.Schema}).");

    private readonly Option<bool> _images = Flag.Switch("--sink-images", "Sink: the prepared images too, with their pixels.");

    public void AddTo(Command command)
    {
        command.Add(_sink);
        command.Add(_schema);
        command.Add(_images);
    }

    /// <summary>What is said, over what a job file says; null = nowhere.</summary>
    public SinkOptions? Options(ParseResult parse, SinkOptions? job = null) => (parse.GetValue(_sink) ?? job?.To) is { } to
        ? new SinkOptions { To = to, Schema = parse.GetValue(_schema) ?? job?.Schema ?? Usual.Schema, Images = parse.GetValue(_images) || job?.Images == true }
        : null;
}
