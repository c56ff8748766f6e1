using System.CommandLine;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>Options that every command which runs stages has.</summary>
internal sealed class JobFlags
{
    private readonly EngineFlags _engine = new();

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
        _engine.AddTo(command);
    }

    public string? Engine(ParseResult parse) => _engine.Engine(parse);

    public ClusterOptions? Cluster(ParseResult parse) => _engine.Cluster(parse);

    public string? Warehouse(ParseResult parse) => parse.GetValue(_warehouse);

    public long Seed(ParseResult parse) => parse.GetValue(_seed) ?? Defaults.Train.Seed;

    /// <summary>A job read from a file, with what the command line says instead.</summary>
    public JobOptions Apply(ParseResult parse, JobOptions job) => job with
    {
        Engine = _engine.Engine(parse) ?? job.Engine,
        Cluster = _engine.Cluster(parse, job.Cluster),
        Warehouse = parse.GetValue(_warehouse) ?? job.Warehouse,
        Train = job.Train is { } train ? train with { Seed = parse.GetValue(_seed) ?? train.Seed } : null,
    };
}
