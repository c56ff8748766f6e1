using System.CommandLine;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>Options that every command which runs stages has.</summary>
internal sealed class JobFlags
{
    private readonly Option<string?> _engine = new("--engine") { HelpName = "ENGINE", Description = $"Where partitions run: {EngineNames.Known} (default: {EngineNames.Local})." };

    private readonly Option<string?> _warehouse;

    private readonly Option<long?> _seed = Flag.Number<long>("--seed", "N", $"Seed of every random choice; only training makes any (default: {Defaults.Train.Seed}).", 0);

    public JobFlags(string warehouseDefault)
    {
        _warehouse = new Option<string?>("--warehouse") { HelpName = "DIR", Description = $"Folder of the result tables (default: {warehouseDefault})." };
    }

    public void AddTo(Command command)
    {
        command.Add(_warehouse);
        command.Add(_engine);
        command.Add(_seed);
    }

    public string Engine(ParseResult parse) => parse.GetValue(_engine) ?? EngineNames.Local;

    public string? Warehouse(ParseResult parse) => parse.GetValue(_warehouse);

    public long Seed(ParseResult parse) => parse.GetValue(_seed) ?? Defaults.Train.Seed;

    /// <summary>A job read from a file, with what the command line says instead.</summary>
    public JobOptions Apply(ParseResult parse, JobOptions job) => job with
    {
        Engine = parse.GetValue(_engine) ?? job.Engine,
        Warehouse = parse.GetValue(_warehouse) ?? job.Warehouse,
        Train = job.Train is { } train ? train with { Seed = parse.GetValue(_seed) ?? train.Seed } : null,
    };
}
