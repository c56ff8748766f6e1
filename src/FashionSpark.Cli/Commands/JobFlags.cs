using System.CommandLine;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>Options that every command which runs stages has.</summary>
internal sealed class JobFlags
{
    private readonly EngineFlags _engine = new();
    private readonly SinkFlags _sink = new();

    private readonly Option<string?> _warehouse;

    private readonly Option<long?> _seed = Flag.Number<long>("--seed", "N", $"Seed of every random choice; only training makes any (default: {Defaults.Train.Seed}).", 0);

    public JobFlags(string warehouseDefault)
    {
        _warehouse = new Option<string?>("--warehouse") { HelpName = "DIR", Description = $"Folder of the result tables (default: {warehouseDefault})." };
    }

    public void AddTo(Command command)
    {
        command.Add(_warehouse);
        command.Add(_seed);
        _sink.AddTo(command);
        _engine.AddTo(command);
    }

    /// <summary>A job of no stage yet.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="name">Name of the job.</param>
    /// <param name="warehouse">Where tables go unless the command line says it.</param>
    public JobOptions Begin(ParseResult parse, string name, string warehouse) => new()
    {
        Job = name,
        Engine = _engine.Engine(parse),
        Cluster = _engine.Cluster(parse),
        Warehouse = parse.GetValue(_warehouse) ?? warehouse,
        Sink = _sink.Options(parse),
    };

    public long Seed(ParseResult parse) => parse.GetValue(_seed) ?? Defaults.Train.Seed;

    /// <summary>A job read from a file, with what the command line says instead.</summary>
    public JobOptions Apply(ParseResult parse, JobOptions job) => job with
    {
        Engine = _engine.Engine(parse) ?? job.Engine,
        Cluster = _engine.Cluster(parse, job.Cluster),
        Warehouse = parse.GetValue(_warehouse) ?? job.Warehouse,
        Sink = _sink.Options(parse, job.Sink),
        Train = job.Train is { } train ? train with { Seed = parse.GetValue(_seed) ?? train.Seed } : null,
    };
}
